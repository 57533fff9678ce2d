import Tributary
import TributarySQLite

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `tributary query SERVICE TYPE`: prints the records that a filter matches, one JSON object a line.
struct QueryCommand: Sendable {
  private let entity: SharespineEntity
  private let text: QueryText
  private let credentials: SharespineCredentials?
  private let connection: Connection
  private let database: String?

  init(_ reader: inout ArgumentReader, environment: [String: String]) throws(UsageError) {
    guard let service = reader.word() else { throw UsageError("query needs a service: sharespine.") }
    guard service == "sharespine" else {
      throw UsageError("There is no service \"\(service)\" to query.", near: service, among: ["sharespine"])
    }
    guard let name = reader.word() else { throw UsageError("query sharespine needs one of \(SharespineEntity.names).") }
    entity = try SharespineEntity.named(name)
    var text = QueryText()
    text.filter = try reader.value(of: "--where")
    text.order = try reader.value(of: "--order")
    text.limit = try reader.number("--limit", in: 0...Int.max)
    text.offset = try reader.number("--offset", in: 0...Int.max)
    text.isUnchecked = try reader.flag("--unchecked")
    self.text = text
    database = try reader.value(of: "--database")
    var connection = Connection()
    connection.baseURL = try reader.value(of: "--base-url")
    connection.timeout = try reader.number("--timeout", in: 1...86_400)
    self.connection = connection
    try reader.finish()
    if database != nil, connection.baseURL != nil {
      throw UsageError("--database asks the database and --base-url the server; give one of them.")
    }
    credentials = database == nil ? try SharespineCredentials(environment) : nil
  }

  func run() async throws -> ExitCode {
    let console = Console()
    try await entity.ask(text, try place()) { console.say($0) }
    return .success
  }

  private func place() throws -> SharespineEntity.Place {
    if let credentials { return .server(try credentials.client(connection)) }
    let path = database ?? ""
    guard FileManager.default.fileExists(atPath: path) else { throw StatusError.noDatabase(path) }
    return .store(try SQLiteStore(path: path))
  }
}
