public import Foundation
import TributaryHTTP

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A PostgreSQL server of the tests' own: a temporary folder, a port on loopback, nothing that outlives the process.
///
/// PostgreSQL refuses to run as root, so that it runs as another user then.
public final class PrivatePostgreSQL: Sendable {
  /// Why there is no server.
  public struct Failure: Error, CustomStringConvertible {
    /// What is missing.
    public let description: String
    /// A failure with its description.
    public init(_ description: String) { self.description = description }
  }

  /// The server that all tests of a process share.
  public static let shared = Result { try PrivatePostgreSQL() }

  /// Whether tests of the server run: it is installed, or `TRIBUTARY_REQUIRE` names it, so that they fail without.
  public static var isExpected: Bool { Tool.isRequired("postgresql") || Tool.postgres != nil }

  /// The port on loopback.
  public let port: Int
  /// The folder of everything.
  public let folder: String
  private let binaries: String
  private let user: ServerUser?
  private let server = Locked<Process?>(nil)

  /// The folder of the data.
  public var data: String { folder + "/data" }

  /// Creates a server and starts it.
  ///
  /// - Parameter data: The folder of a server to copy, or `nil` for a new one.
  public init(copying original: String? = nil) throws {
    guard let postgres = Tool.postgres else {
      throw Failure("PostgreSQL is not installed: apt-get install postgresql")
    }
    binaries = postgres
    user = try ServerUser.current()
    folder = NSTemporaryDirectory() + "tributary-postgresql-\(UUID().uuidString.prefix(8))"
    port = try Tool.freePort()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    try user?.own(folder)
    if let original {
      try Tool.run("/bin/cp", ["-a", original, data])
      try? FileManager.default.removeItem(atPath: data + "/postmaster.pid")
    } else {
      try run("initdb", ["-D", data, "-A", "trust", "-U", "tributary", "-E", "UTF8", "--locale=C", "--no-sync"])
    }
    let settings = """

      listen_addresses = '127.0.0.1'
      port = \(port)
      unix_socket_directories = '\(folder)'
      max_connections = 200
      fsync = off
      wal_level = replica
      max_wal_senders = 4
      """
    let configuration = data + "/postgresql.conf"
    let old = try String(contentsOfFile: configuration, encoding: .utf8)
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: configuration))
    try handle.truncate(atOffset: 0)
    try handle.write(contentsOf: Data((old + settings + "\n").utf8))
    try handle.close()
    Self.running.withLock { $0.append(self) }
    try start()
  }

  private static let running = Locked<[PrivatePostgreSQL]>(
    {
      atexit { PrivatePostgreSQL.removeAll() }
      return []
    }())

  private static func removeAll() {
    for server in running.withLock({ $0 }) { server.remove() }
  }

  /// Starts the server and waits until it answers.
  public func start() throws {
    let process = watched("\(binaries)/postgres", ["-D", data])
    let log = folder + "/log"
    if !FileManager.default.fileExists(atPath: log) {
      _ = FileManager.default.createFile(atPath: log, contents: nil)
    }
    let output = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
    try output.seekToEnd()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    server.withLock { $0 = process }
    for _ in 0..<600 {
      if (try? run("pg_isready", ["-q", "-h", "127.0.0.1", "-p", "\(port)"])) != nil { return }
      usleep(50_000)
    }
    throw Failure("PostgreSQL did not start; its log:\n" + ((try? String(contentsOfFile: log, encoding: .utf8)) ?? ""))
  }

  /// Ends the server as a crash does.
  public func crash() {
    let process = server.withLock { server in
      defer { server = nil }
      return server
    }
    guard let process else { return }
    Self.end(process)
  }

  /// Starts a replica, which follows this server while this one does not wait for it.
  public func replica() throws -> PrivatePostgreSQL {
    let copy = folder + "/replica-\(UUID().uuidString.prefix(8))"
    try run(
      "pg_basebackup",
      ["-D", copy, "-h", "127.0.0.1", "-p", "\(port)", "-U", "tributary", "-R", "-X", "stream", "-c", "fast"])
    return try PrivatePostgreSQL(copying: copy)
  }

  /// Ends the server and removes its folder.
  public func remove() {
    crash()
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// The connection string of a database.
  public func url(_ database: String = "postgres", port: Int? = nil, parameters: String = "") -> String {
    "postgresql://tributary@127.0.0.1:\(port ?? self.port)/\(database)\(parameters)"
  }

  /// Runs SQL by the client that comes with the server, which shares no code with what is tested.
  @discardableResult
  public func sql(_ sql: String, in database: String = "postgres") throws -> String {
    try run("psql", ["-XqAt", "-v", "ON_ERROR_STOP=1", "-d", url(database), "-c", sql])
  }

  /// Runs one of the server's programs.
  @discardableResult
  public func run(_ name: String, _ arguments: [String]) throws -> String {
    let command = ["\(binaries)/\(name)"] + arguments
    let wrapped = user?.command(command) ?? command
    return try Tool.run(wrapped[0], Array(wrapped.dropFirst()), in: folder)
  }

  /// Runs a program as the server's user, in its folder, until ``end(_:)`` or the end of this process.
  public func launch(_ path: String, _ arguments: [String]) throws -> Process {
    let process = watched(path, arguments, endedBy: "KILL")
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Ends a program that was launched, as a crash does.
  public static func end(_ process: Process) {
    (process.standardInput as? Pipe)?.fileHandleForWriting.closeFile()
    process.waitUntilExit()
  }

  /// A process under a shell that ends the program when its own input ends, which it does however this process dies.
  ///
  /// - Parameter signal: What ends it: SIGQUIT a server, so that it ends its own children, and SIGKILL any other program.
  private func watched(_ path: String, _ arguments: [String], endedBy signal: String = "QUIT") -> Process {
    let command = user?.command([path] + arguments) ?? [path] + arguments
    let process = Process()
    let script = "\"$@\" </dev/null & child=$!; cat >/dev/null; kill -\(signal) $child; wait $child"
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script, "sh"] + command
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let input = Pipe()
    // A program that is started later would otherwise keep this input open.
    _ = fcntl(input.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
    process.standardInput = input
    return process
  }

  /// Writes a file that the server's user can read.
  public func write(_ text: String, to name: String) throws -> String {
    let path = folder + "/" + name
    try text.write(toFile: path, atomically: false, encoding: .utf8)
    return path
  }
}

/// The user that a server runs as in the place of root.
private struct ServerUser {
  let name: String
  let number: uid_t
  let group: gid_t

  /// The user; `nil` if this process is not root's.
  static func current() throws -> ServerUser? {
    guard geteuid() == 0 else { return nil }
    for name in ["postgres", "nobody"] {
      guard let entry = getpwnam(name)?.pointee else { continue }
      return ServerUser(name: name, number: entry.pw_uid, group: entry.pw_gid)
    }
    throw PrivatePostgreSQL.Failure("PostgreSQL refuses to run as root, and there is no other user")
  }

  func own(_ path: String) throws {
    guard chown(path, number, group) == 0 else { throw PrivatePostgreSQL.Failure("chown \(path)") }
  }

  /// The command that runs another as the user.
  func command(_ command: [String]) -> [String] {
    let setpriv = "/usr/bin/setpriv"
    return FileManager.default.isExecutableFile(atPath: setpriv)
      ? [setpriv, "--reuid=\(number)", "--regid=\(group)", "--clear-groups"] + command
      : ["/usr/sbin/runuser", "-u", name, "--"] + command
  }
}
