public import TributaryJSON

/// How the content of an error response is read.
public struct ErrorModel: Sendable {
  let read: @Sendable (SharedBytes) -> (any Sendable)?

  /// JSON of a type. Other content leaves ``APIError/model`` empty and is not an error by itself.
  public static func json<Model: JSONDecodable & Sendable>(_ type: Model.Type) -> Self {
    Self { bytes in try? JSONReader.read(Model.self, from: bytes) }
  }
}
