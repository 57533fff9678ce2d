import Foundation

/// A server in a process of its own, which prints a line with its URL once it serves.
final class ServerProcess {
  let url: String
  private let process = Process()

  /// Starts a program and waits for its URL.
  init(_ program: String, _ arguments: [String]) throws {
    process.executableURL = MeasuredProcess.products.appending(path: program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    // The program ends when this process does.
    process.standardInput = Pipe()
    try process.run()
    var line = Data()
    while !line.contains(UInt8(ascii: "\n")) {
      let more = pipe.fileHandleForReading.availableData
      guard !more.isEmpty else {
        throw MeasuredProcess.Failed(description: "\(program) \(arguments.joined(separator: " ")) did not start")
      }
      line.append(more)
    }
    let words = String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    url = words.last.map(String.init) ?? ""
  }

  /// An emulated service without changes of its own.
  convenience init(service: String, records: Int) throws {
    try self.init("tributary", ["serve", service, "--records", "\(records)", "--change-every", "0"])
  }

  func stop() {
    process.interrupt()
    process.waitUntilExit()
  }
}
