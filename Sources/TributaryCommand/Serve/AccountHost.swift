import Tributary
import TributaryEmulator

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A service with many accounts, each with records and a credential of its own.
///
/// The accounts are called `account-1`, `account-2` and so on. The name is also the bearer token, or else the user, the
/// password and the tenant. An account comes into being with its first request.
final class AccountHost: ServedService {
  typealias Maker = @Sendable (_ name: String, _ number: Int) -> any ServedService

  private let count: Int
  private let make: Maker
  private let accounts = Locked<[Int: any ServedService]>([:])

  init(count: Int, make: @escaping Maker) {
    self.count = count
    self.make = make
  }

  func respond(to request: HTTPRequest) -> HTTPResponse {
    guard let name = Self.name(in: request.headers["Authorization"] ?? ""), name.hasPrefix("account-"),
      let number = Int(name.dropFirst("account-".count)), (1...count).contains(number), name == "account-\(number)"
    else { return HTTPResponse(status: 401) }
    return account(number).respond(to: request)
  }

  func letChange(_ count: Int) { for account in started { account.letChange(count) } }

  func advance(seconds: Int) { for account in started { account.advance(seconds: seconds) } }

  private var started: [any ServedService] { accounts.withLock { Array($0.values) } }

  private func account(_ number: Int) -> any ServedService {
    accounts.withLock { accounts in
      if let account = accounts[number] { return account }
      let account = make("account-\(number)", number)
      accounts[number] = account
      return account
    }
  }

  /// The bearer token, or the user of HTTP Basic.
  private static func name(in authorization: String) -> String? {
    let words = authorization.split(separator: " ")
    guard words.count == 2 else { return nil }
    if words[0] == "Bearer" { return String(words[1]) }
    guard words[0] == "Basic", let data = Data(base64Encoded: String(words[1])) else { return nil }
    return String(decoding: data, as: UTF8.self).split(separator: ":").first.map(String.init)
  }
}
