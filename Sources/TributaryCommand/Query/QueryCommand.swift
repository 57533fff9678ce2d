import Tributary
import TributarySQLite

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `tributary query SERVICE TYPE`: prints the records that a filter matches, one JSON object per line.
struct QueryCommand: Sendable {
  /// One that the database alone can answer.
  private let stored: StoredQuery?
  private let entity: SharespineEntity?
  private let text: QueryText
  private let credentials: SharespineCredentials?
  private let connection: ConnectionOptions
  private let database: String?

  init(_ reader: inout ArgumentReader, environment: [String: String]) throws(UsageError) {
    let services = ["sharespine"] + StoredQuery.services.keys.sorted()
    guard let service = reader.word() else {
      throw UsageError("query needs a service: \(services.sorted().joined(separator: ", ")).")
    }
    guard services.contains(service) else {
      throw UsageError("There is no service \"\(service)\" to query.", near: service, among: services)
    }
    guard service == "sharespine" else {
      stored = try StoredQuery(service, &reader)
      (entity, text, credentials, connection, database) = (nil, QueryText(), nil, ConnectionOptions(), nil)
      return
    }
    guard let name = reader.word() else {
      throw UsageError("query sharespine needs a record type: \(SharespineEntity.names).")
    }
    let named = reader.noting { () throws(UsageError) in try SharespineEntity.named(name) }
    var text = QueryText()
    text.filter = reader.value(of: "--where")
    text.order = reader.value(of: "--order")
    text.limit = reader.number("--limit", in: 0...Int.max)
    text.offset = reader.number("--offset", in: 0...Int.max)
    text.isUnchecked = reader.flag("--unchecked")
    self.text = text
    database = reader.value(of: "--database")
    var connection = ConnectionOptions()
    connection.baseURL = reader.baseURL()
    connection.timeout = reader.number("--timeout", in: 1...86_400)
    self.connection = connection
    let local = database.flatMap { database in named.flatMap { StoredQuery($0, text, in: database) } }
    if let named, local == nil { _ = reader.noting { () throws(UsageError) in try named.check(text) } }
    stored = local
    if database != nil, connection.baseURL != nil {
      reader.complain("--database queries the database and --base-url the server; give only one of them.")
    } else if database == nil, connection.baseURL == nil {
      reader.require("--base-url", SharespineCredentials.missingBaseURL)
    }
    try reader.finish()
    // Without it there is a problem, and reading has ended.
    guard let named else { throw UsageError("There is no record type \"\(name)\" to query.") }
    entity = named
    credentials = database == nil ? try SharespineCredentials(environment) : nil
  }

  func run() async throws -> ExitCode {
    if let stored { return try stored.run() }
    let console = Console()
    try await entity?.ask(text, try place()) { console.say($0) }
    return .success
  }

  private func place() throws -> SharespineEntity.Place {
    if let credentials { return .server(try credentials.client(connection)) }
    let path = database ?? ""
    guard FileManager.default.fileExists(atPath: path) else { throw StatusError.noDatabase(path) }
    return .store(try SQLiteStore(path: path))
  }
}
