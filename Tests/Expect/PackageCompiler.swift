import Foundation
import Testing

/// The compiler that built the tests, for code that imports the package's modules as they were built.
public enum PackageCompiler {
  private final class Anchor {}

  /// Compiles, and says everything that the compiler has to say.
  ///
  /// - Parameter arguments: The files, and options beyond those that find the modules.
  public static func run(_ arguments: [String]) throws -> (output: String, status: Int32) {
    // The modules of the system's libraries, which the package's own are built on.
    let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources")
    let libraries = ["CCurl", "CZlib", "TributaryScan/include"].flatMap { name in
      ["-Xcc", "-fmodule-map-file=" + sources.appending(path: "\(name)/module.modulemap").standardized.path]
    }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      [
        "swiftc", "-swift-version", "6", "-diagnostic-style", "llvm", "-module-cache-path",
        try products().appending(path: "ModuleCache").path, "-I", try modules().path,
      ] + libraries + target + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    // 127 is what env answers when there is no such command.
    try #require(process.terminationStatus != 127, "swiftc must be in PATH: \(text)")
    try #require(process.terminationReason == .exit, "swiftc crashed: \(text)")
    return (text, process.terminationStatus)
  }

  /// Where the tests were built: the folder of the test bundle on a Mac, of the running program elsewhere.
  private static func products() throws -> URL {
    #if canImport(Darwin)
    Bundle(for: Anchor.self).bundleURL.deletingLastPathComponent()
    #else
    URL(filePath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      .deletingLastPathComponent()
    #endif
  }

  /// The folder with `Tributary.swiftmodule`.
  private static func modules() throws -> URL {
    let products = try products()
    let folders = [products.appending(path: "Modules"), products]
    return try #require(
      folders.first { FileManager.default.fileExists(atPath: $0.appending(path: "Tributary.swiftmodule").path) },
      "there are no built modules in \(folders.map(\.path))")
  }

  /// The platform for which the package is built; elsewhere than on a Mac it is the compiler's own.
  private static var target: [String] {
    #if os(macOS) && arch(arm64)
    ["-target", "arm64-apple-macosx15.0"]
    #elseif os(macOS)
    ["-target", "x86_64-apple-macosx15.0"]
    #else
    []
    #endif
  }
}
