import Tributary
import TributaryEmulator
import TributaryJSON

/// Why a request is refused, as the service's error envelope says it.
struct Refusal: Error, Sendable {
  /// One error of the envelope.
  struct Problem: Sendable {
    var code: String
    var message: String
    var details: String
    var resource: String?
    /// A JSON pointer.
    var field: String?
  }

  var status: Int
  var problems: [Problem]
  /// Whether the products service responds, which has an envelope of its own.
  var isOfProductsService = false

  init(_ status: Int, _ problems: [Problem]) {
    self.status = status
    self.problems = problems
  }

  init(_ status: Int, _ code: String, _ message: String, _ details: String) {
    self.init(status, [Problem(code: code, message: message, details: details)])
  }

  static func parameter(_ name: String, _ reason: String) -> Self {
    Self(
      400, "invalid_param", "invalid request query parameter",
      "The request query parameter '\(name)' is malformed, missing, or has an invalid value (\(reason))")
  }

  static func incorrectPath(_ path: String, method: String) -> Self {
    Self(
      404, "incorrect_path", "path was not found",
      "Requested path at '\(path)' was not found using the HTTP method '\(method)'.")
  }

  static func notFound(_ what: String, status: Int = 404) -> Self {
    Self(status, "not_found", "resource was not found", "Requested \(what) was not found.")
  }

  static let unauthorized = Self(
    401, "unauthorized", "request is unauthorized",
    "Required access token is missing, malformed, expired, or invalid.")

  static func scope(_ name: String) -> Self {
    Self(
      403, "insufficient_scope", "access token has insufficient scope", "The access token lacks the scope '\(name)'.")
  }

  static let full = Self(
    503, "temporarily_unavailable", "service is temporarily unavailable", "There is no room for another record.")

  /// The error envelope.
  ///
  /// - Parameter reference: The identifier of the request.
  func body(reference: String) -> JSONValue {
    let info: JSONValue = ["more_info": "https://developers.getbase.com/docs/rest/articles/errors"]
    let errors = problems.map { problem -> JSONValue in
      var error: JSONFields = [:]
      if let resource = problem.resource { error["resource"] = .string(resource) }
      if let field = problem.field { error["field"] = .string(isOfProductsService ? "/data" + field : field) }
      error["code"] = .string(problem.code)
      error["message"] = .string(problem.message)
      error["details"] = .string(problem.details)
      let meta: JSONValue = ["type": "error", "links": info]
      return isOfProductsService
        ? ["meta": meta, "error": .object(error)] : ["error": .object(error), "meta": meta]
    }
    return [
      "errors": .array(errors),
      "meta": [
        "type": isOfProductsService ? "collection" : "errors",
        "http_status": .string("\(status) \(Reason.phrase(status))"),
        "logref": .string(reference), "links": info,
      ],
    ]
  }
}
