import Tributary
import TributaryJSON

/// A response without the headers that every response has.
struct SellResponse: Sendable {
  var status: Int
  /// The content, or `nil` for none.
  var body: SharedBytes?
  var type = "application/json; charset=utf-8"

  static func empty(_ status: Int) -> Self { Self(status: status, body: nil) }

  static func json(_ status: Int, _ value: JSONValue) -> Self { .json(status, JSONWriter.bytes(of: value)) }

  static func json(_ status: Int, _ body: SharedBytes) -> Self { Self(status: status, body: body) }
}

/// The content of a request.
enum Body {
  /// The content as an object.
  static func read(_ request: HTTPRequest) throws(Refusal) -> JSONValue {
    guard let body = request.body, !body.isEmpty, let value = try? JSONReader.read(JSONValue.self, from: body),
      value.object != nil
    else {
      throw Refusal(
        400, "invalid_payload", "invalid request payload", "The request payload is not a JSON object.")
    }
    return value
  }

  /// The attributes in the envelope.
  static func attributes(_ request: HTTPRequest) throws(Refusal) -> JSONFields {
    guard let fields = try read(request)["data"]?.object else {
      throw Refusal(
        422, "incorrect_payload", "request payload is incorrect", "The request payload lacks the object 'data'.")
    }
    return fields
  }
}
