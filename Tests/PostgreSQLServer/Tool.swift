import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Programs that tests need and a machine may lack.
public enum Tool {
  /// Whether a run of the tests has to have a program: `TRIBUTARY_REQUIRE=postgresql,pgbouncer`.
  public static func isRequired(_ name: String) -> Bool {
    let required = ProcessInfo.processInfo.environment["TRIBUTARY_REQUIRE"] ?? ""
    return required.split(separator: ",").contains { $0 == name }
  }

  /// The folder of the newest PostgreSQL server's programs.
  public static let postgres: String? = {
    let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    var folders = path
    for (parent, suffix) in [
      ("/usr/lib/postgresql", "/bin"), ("/opt/homebrew/opt", "/bin"), ("/usr/local/opt", "/bin"),
    ] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
      let versions = names.filter { parent.hasSuffix("postgresql") || $0.hasPrefix("postgresql") }
      folders += versions.sorted { $0.compare($1, options: .numeric) == .orderedDescending }.map {
        "\(parent)/\($0)\(suffix)"
      }
    }
    return folders.first { folder in
      ["postgres", "initdb", "psql"].allSatisfy { FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)") }
    }
  }()

  /// The pooler, if it is installed.
  public static let pgbouncer: String? = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Whether tests of the pooler run.
  public static var isPoolerExpected: Bool {
    isRequired("pgbouncer") || (pgbouncer != nil && PrivatePostgreSQL.isExpected)
  }

  /// A port that nothing listens on, below those that the system gives to outgoing connections.
  public static func freePort() throws -> Int {
    for _ in 0..<100 {
      let port = Int.random(in: 20_000..<30_000)
      #if canImport(Darwin)
      let descriptor = socket(AF_INET, SOCK_STREAM, 0)
      #else
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      #endif
      guard descriptor >= 0 else { continue }
      defer { close(descriptor) }
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = in_port_t(port).bigEndian
      address.sin_addr.s_addr = inet_addr("127.0.0.1")
      let isFree = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
      }
      if isFree { return port }
    }
    throw PrivatePostgreSQL.Failure("no port is free")
  }

  /// Runs a program to its end.
  ///
  /// - Returns: What it wrote.
  @discardableResult
  static func run(_ path: String, _ arguments: [String], in folder: String = "/tmp") throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let (output, problems) = (Pipe(), Pipe())
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = problems
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let problem = String(decoding: problems.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw PrivatePostgreSQL.Failure("\(path) \(arguments.joined(separator: " ")): \(problem)")
    }
    return text.trimmingCharacters(in: .newlines)
  }
}
