import Tributary
import TributaryEmulator
import TributaryJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The token endpoint of OAuth 2: issues access tokens for a refresh token.
///
/// The documentation does not say how a wrong client or token is refused; this does it as in RFC 6749.
struct Tokens: Sendable {
  /// The expiry of each issued access token, in seconds from 1970.
  private var ends: [String: Int] = [:]
  /// The current refresh token.
  private var refreshToken: String
  private let application: EmulatedSell.Application
  private(set) var count = 0

  init(_ application: EmulatedSell.Application) {
    self.application = application
    refreshToken = application.refreshToken
  }

  /// Whether an access token was issued and is still valid.
  func accept(_ token: Substring, at seconds: Int) -> Bool { ends[String(token)].map { seconds < $0 } ?? false }

  mutating func expireAll() { ends.removeAll() }

  /// Responds to a request for a token.
  mutating func respond(to request: HTTPRequest, at seconds: Int) -> SellResponse {
    let pair = Data("\(application.clientID):\(application.clientSecret)".utf8).base64EncodedString()
    guard request.headers["Authorization"] == "Basic " + pair else {
      return refusal(401, "invalid_client", "The client is unknown, or its secret is wrong.")
    }
    let form = RequestTarget.form(request.body?.text ?? "")
    guard form["grant_type"] == "refresh_token" else {
      return refusal(400, "unsupported_grant_type", "Only refresh_token is known here.")
    }
    let given = form["refresh_token"] ?? ""
    guard given == refreshToken else {
      // Some services repeat the token in the error, which a client must not pass on.
      return refusal(400, "invalid_grant", "The refresh token \(given) is not valid.")
    }
    count += 1
    let token = "emulated-access-token-\(count)"
    if ends.count >= 1000 { ends.removeAll() }
    ends[token] = seconds + application.lifetime
    if application.changesRefreshToken { refreshToken = "\(application.refreshToken)-\(count)" }
    return .json(
      200,
      [
        "access_token": .string(token), "token_type": "bearer",
        "expires_in": .number(JSONNumber(application.lifetime)), "refresh_token": .string(refreshToken),
        "scope": "read write profile sync",
      ])
  }

  private func refusal(_ status: Int, _ code: String, _ description: String) -> SellResponse {
    .json(status, ["error": .string(code), "error_description": .string(description)])
  }
}
