import MyAzur
import Tributary
import TributarySQLite
import ZendeskSell

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A query for the records of a service without queries of its own, in a database.
struct StoredQuery: Sendable {
  private let type: RecordType
  private let query: LocalQueryText
  private let database: String

  /// The services, each with the record types that a sync of it brings.
  static let services: [String: [RecordType]] = [
    MyAzur.Document.recordType.service: [MyAzur.Document.recordType],
    ZendeskSell.Lead.recordType.service: ZendeskSell.Client.syncedTypes,
  ]

  /// Reads the rest of a command line.
  init(_ service: String, _ reader: inout ArgumentReader) throws(UsageError) {
    let types = Self.services[service] ?? []
    let names = types.map(\.name).sorted()
    guard let name = reader.word() else {
      throw UsageError("query \(service) needs a record type: \(names.joined(separator: ", ")).")
    }
    let type = types.first { $0.name == name }
    if type == nil {
      _ = reader.noting { () throws(UsageError) in
        throw UsageError("There is no record type \"\(name)\" to query.", near: name, among: names)
      }
    }
    let filter = reader.value(of: "--where")
    let order = reader.value(of: "--order")
    let limit = reader.number("--limit", in: 0...Int.max)
    let offset = reader.number("--offset", in: 0...Int.max)
    let database = reader.value(of: "--database")
    if database == nil {
      reader.require("--database", "\(service) has no queries; name a database to query with --database.")
    }
    let query = reader.noting { () throws(UsageError) in
      try Self.query(filter, order, limit, offset, of: name, type?.fields ?? [])
    }
    try reader.finish()
    // Without them there is a problem, and reading has ended.
    guard let type, let query, let database else { throw UsageError("There is nothing to query.") }
    (self.type, self.query, self.database) = (type, query, database)
  }

  /// A query for records of Sharespine that its server cannot answer; `nil` where the server could, or nothing can.
  init?(_ entity: SharespineEntity, _ text: QueryText, in database: String) {
    guard !text.isUnchecked, (try? entity.check(text)) == nil else { return nil }
    let query = try? Self.query(
      text.filter, text.order, text.limit, text.offset, of: entity.name, entity.type.fields)
    guard let query else { return nil }
    (self.type, self.query, self.database) = (entity.type, query, database)
  }

  /// Reads what is to be found; what is wrong names the option.
  static func query(
    _ filter: String?, _ order: String?, _ limit: Int?, _ offset: Int?, of name: String, _ fields: [String]
  ) throws(UsageError) -> LocalQueryText {
    var problems: [String] = []
    func read(_ filter: String?, _ order: String?, _ option: String) -> LocalQueryText? {
      do throws(FilterError) {
        return try LocalQueryText(
          filter: filter, order: order, limit: limit, offset: offset, of: name, fields: fields)
      } catch {
        problems.append("\(option) is invalid: \(error).")
        return nil
      }
    }
    _ = read(filter, nil, "--where")
    _ = read(nil, order, "--order")
    guard problems.isEmpty, let query = read(filter, order, "--where") else { throw UsageError(problems) }
    return query
  }

  func run() throws -> ExitCode {
    let console = Console()
    guard FileManager.default.fileExists(atPath: database) else { throw StatusError.noDatabase(database) }
    try SQLiteStore(path: database).forEachRecord(service: type.service, type: type.name, matching: query) {
      console.say($0.payload.text)
    }
    return .success
  }
}
