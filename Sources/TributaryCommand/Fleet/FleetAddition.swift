import Tributary
import TributaryFleet
import TributaryJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `tributary fleet add`: adds one account, or those in a file.
struct FleetAddition: Sendable {
  /// An account that is to be added, and the rate of its credential if one is given.
  private struct Addition: Sendable {
    var account: FleetAccount
    var callsPerSecond: Double?
  }

  private let place: FleetPlace
  private let console: Console
  private let urls: AllowedBaseURLs
  private let addition: Addition?
  private let file: String?

  init(_ reader: inout ArgumentReader, environment: [String: String]) throws(UsageError) {
    let service = reader.word()
    place = FleetPlace(&reader, environment: environment)
    console = Console(style: reader.flag("--json") ? .json : .plain)
    urls = AllowedBaseURLs(&reader)
    file = reader.value(of: "--from")
    guard let service else {
      if file == nil {
        reader.require(
          "--from",
          "fleet add needs a service, \(FleetService.all.map(\.name).joined(separator: ", ")), or --from FILE.")
      }
      try reader.finish()
      addition = nil
      return
    }
    if file != nil { reader.complain("--from and a service exclude each other.") }
    let known = try FleetService.named(service)
    var members: [String: String] = [:]
    for (name, option) in Self.members { members[name] = reader.value(of: option) }
    for option in known.options { members[option] = reader.value(of: "--" + option) }
    let urls = urls
    addition = reader.noting { () throws(UsageError) in try Self.addition(known, members, urls) }
    try reader.finish()
  }

  /// The members of an account in a file, and the options for them.
  private static let members = [
    ("name", "--name"), ("credential", "--credential"), ("every", "--every"), ("baseURL", "--base-url"),
    ("callsPerSecond", "--calls-per-second"),
  ]

  private static func addition(
    _ service: FleetService, _ members: [String: String], _ urls: AllowedBaseURLs
  ) throws(UsageError) -> Addition {
    var problems: [String] = []
    let name = members["name"] ?? ""
    if !(1...200).contains(name.utf8.count) || name.unicodeScalars.contains(where: { $0.value < 32 }) {
      problems.append("An account needs a --name of at most 200 characters.")
    }
    let credential = members["credential"] ?? name
    if !name.isEmpty, !CredentialPlace.isName(credential) {
      problems.append(
        "\"\(credential)\" cannot be the name of a credential; give --credential with letters, digits and - _ . @ +.")
    }
    let seconds = members["every"].map { Int($0) ?? 0 } ?? 300
    if !(1...31_536_000).contains(seconds) { problems.append("--every must be a whole number from 1 to 31536000.") }
    let rate = members["callsPerSecond"].map { Double($0) ?? 0 }
    if let rate, !(rate > 0 && rate <= 1_000_000) {
      problems.append("--calls-per-second must be a number above 0, such as 2 or 0.5.")
    }
    var url = ""
    do throws(UsageError) {
      guard let text = members["baseURL"] ?? service.environments.first else {
        throw UsageError("\(service.name) needs --base-url URL, the host that comes with the credentials.")
      }
      url = try urls.check(text, of: service)
    } catch { problems += error.problems }
    let options = members.filter { service.options.contains($0.key) }
    do throws(UsageError) { try service.check(options) } catch { problems += error.problems }
    guard problems.isEmpty else { throw UsageError(problems) }
    let account = FleetAccount(
      service: service.name, baseURL: url, name: name, credential: credential, options: options,
      period: .seconds(seconds))
    return Addition(account: account, callsPerSecond: rate)
  }

  // MARK: - A file

  private func additions() throws -> [Addition] {
    guard let file else { return addition.map { [$0] } ?? [] }
    let lines: [String]
    if file == "-" {
      lines = Array(sequence(first: "") { _ in readLine() }.dropFirst())
    } else {
      do { lines = try String(contentsOfFile: file, encoding: .utf8).components(separatedBy: "\n") } catch {
        throw UsageError("The file \(file) cannot be read; check its path and permissions.", code: .failure)
      }
    }
    var additions: [Addition] = []
    for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
      do throws(UsageError) { additions.append(try addition(line)) } catch {
        throw UsageError("\(file), line \(index + 1): \(error)")
      }
    }
    return additions
  }

  private func addition(_ line: String) throws(UsageError) -> Addition {
    guard case .object(let fields)? = try? JSONReader.read(JSONValue.self, from: SharedBytes(Array(line.utf8))) else {
      throw UsageError("This is not a JSON object.")
    }
    guard let name = fields["service"]?.string else { throw UsageError("The member service is missing.") }
    let service = try FleetService.named(name)
    let known = Self.members.map(\.0) + service.options
    var members: [String: String] = [:]
    for (name, value) in fields where name != "service" {
      guard known.contains(name) else {
        throw UsageError("\(service.name) has no member \"\(name)\".", near: name, among: known)
      }
      guard let text = value.string ?? value.number?.text else {
        throw UsageError("The member \"\(name)\" must be a text or a number.")
      }
      members[name] = text
    }
    return try Self.addition(service, members, urls)
  }

  func run() async throws -> ExitCode {
    let additions = try additions()
    let accounts = try place.open()
    let added = try await accounts.add(additions.map(\.account))
    for addition in additions {
      guard let rate = addition.callsPerSecond else { continue }
      try await accounts.setRate(rate, credential: addition.account.credential)
    }
    for account in added {
      console.emit([
        "event": "added", "account": .number(JSONNumber(account.id)), "service": .string(account.service),
        "name": .string(account.name), "baseURL": .string(account.baseURL), "credential": .string(account.credential),
      ])
    }
    if added.count == 1 {
      console.conclude("Added \(added[0].label) as account \(added[0].id); it is due now.")
    } else {
      console.conclude("Added \(added.count.grouped) accounts; they are due now.")
    }
    return .success
  }
}
