#if PostgreSQL
import CPostgreSQL
import Tributary

/// How to reach a server: what the caller says, else the environment as libpq reads it, else careful defaults.
struct ConnectionOptions: Sendable {
  /// The keywords of libpq with their values.
  let values: [String: String]
  /// What the database is called in messages: host, port and name, never a password.
  let label: String

  /// Options from a connection string.
  ///
  /// - Parameter text: A URL or `key=value` words; empty for the environment alone.
  /// - Throws: ``StoreError/failed(path:_:)``, whose text has nothing of the string in it.
  init(_ text: String) throws(StoreError) {
    guard !text.utf8.contains(0) else { throw Self.unreadable }
    var problem: UnsafeMutablePointer<CChar>?
    // The problem's text may contain the password, so it is dropped.
    defer { PQfreemem(problem) }
    guard let parsed = PQconninfoParse(text, &problem) else { throw Self.unreadable }
    defer { PQconninfoFree(parsed) }
    let given = Self.read(parsed)
    // An unescaped password makes a URL that can be read, with parts of the password in other places.
    let host = given["host"] ?? ""
    guard !host.dropFirst().contains("@"), !(given["dbname"] ?? "").contains("@"),
      (given["port"] ?? "").utf8.allSatisfy({ $0 == UInt8(ascii: ",") || (48...57).contains($0) })
    else { throw Self.unreadable }
    var fromSystem: [String: String] = [:]
    if let defaults = PQconndefaults() {
      fromSystem = Self.read(defaults)
      PQconninfoFree(defaults)
    }
    func value(_ name: String) -> String? { given[name] ?? fromSystem[name] }
    var values = given
    // Between machines a connection is encrypted and the server proves who it is, unless the caller says otherwise.
    // libpq's own default falls back to clear text.
    let mode = given["sslmode"] ?? (fromSystem["sslmode"] == "prefer" ? nil : fromSystem["sslmode"])
    let hosts = Self.list(value("hostaddr") ?? value("host"))
    if mode == nil, !hosts.allSatisfy(Self.isLocal) { values["sslmode"] = "verify-full" }
    if given["target_session_attrs"] == nil, [nil, "any"].contains(fromSystem["target_session_attrs"]) {
      values["target_session_attrs"] = "read-write"
    }
    // No wait is without an end.
    for (name, bound) in Self.bounds where value(name) == nil || value(name) == Self.unbounded[name] {
      values[name] = bound
    }
    values["client_encoding"] = "UTF8"
    if value("application_name") == nil { values["fallback_application_name"] = "tributary" }
    self.values = values
    let port = value("port") ?? "5432"
    let name = value("dbname") ?? value("user") ?? ""
    label = "\(value("host") ?? value("hostaddr") ?? "localhost"):\(port)/\(name)"
  }

  private static let unreadable = StoreError.failed(
    path: "PostgreSQL",
    "the connection string cannot be read; escape characters such as @ / ? % in user and password as %40 %2F %3F %25")

  private static let bounds = [
    ("connect_timeout", "10"), ("tcp_user_timeout", "30000"), ("keepalives_idle", "15"), ("keepalives_interval", "5"),
    ("keepalives_count", "3"),
  ]

  /// What libpq says where nothing is set.
  private static let unbounded = ["tcp_user_timeout": "0"]

  private static func read(_ options: UnsafeMutablePointer<PQconninfoOption>) -> [String: String] {
    var values: [String: String] = [:]
    var next = options
    while let keyword = next.pointee.keyword {
      if let value = next.pointee.val {
        let text = String(cString: value)
        if !text.isEmpty { values[String(cString: keyword)] = text }
      }
      next += 1
    }
    return values
  }

  private static func list(_ hosts: String?) -> [String] {
    (hosts ?? "").split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }

  /// Whether a host is this machine: a socket's folder, or loopback.
  static func isLocal(_ host: String) -> Bool {
    host.isEmpty || host.hasPrefix("/") || host.hasPrefix("@") || host == "localhost" || host == "::1"
      || (host.hasPrefix("127.") && host.utf8.allSatisfy { $0 == UInt8(ascii: ".") || (48...57).contains($0) })
  }
}
#endif
