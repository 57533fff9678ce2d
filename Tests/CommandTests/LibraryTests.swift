import Foundation
import Testing

#if os(Linux)
/// What the program is linked with: neither Foundation's networking, which gives way under answers that are broken, nor
/// its tables of all languages, which cost 40 MB.
@Suite("Libraries") struct LibraryTests {
  @Test("The program needs only the essential part of Foundation")
  func libraries() throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["ldd", CommandRun.program.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    let names = output.split(separator: "\n").compactMap {
      $0.split(whereSeparator: \.isWhitespace).first.map(String.init)
    }
    #expect(names.contains("libFoundationEssentials.so") && names.contains { $0.hasPrefix("libcurl") }, "\(output)")
    for name in [
      "libFoundation.so", "libFoundationNetworking.so", "libFoundationInternationalization.so", "lib_FoundationICU.so",
    ] {
      #expect(!names.contains(name))
    }
  }
}
#endif
