public import TributaryJSON

/// How the content of an error answer is read.
public struct ErrorModel: Sendable {
  let read: @Sendable (SharedBytes) -> (any Sendable)?

  /// JSON of a type. Content that is something else leaves ``APIError/model`` empty, and is no error of its own.
  public static func json<Model: JSONDecodable & Sendable>(_ type: Model.Type) -> Self {
    Self { bytes in try? JSONReader.read(Model.self, from: bytes) }
  }
}
