public import TributaryJSON

/// A value with one coding: the JSON that a spec describes.
///
/// Generated models write `init(from: inout JSONReader)` and `encode(into: inout JSONWriter)` and get `Codable` from
/// that same coding, so that the wire form is defined once:
///
/// ```swift
/// let document = try Document(json: #"{"id": 6}"#)
/// let text = document.jsonText
/// ```
public protocol JSONModel: JSONDecodable, JSONEncodable, Codable, Sendable, Hashable {}

extension JSONModel {
  /// Reads a whole JSON text.
  ///
  /// - Throws: ``/TributaryJSON/JSONError`` with the offset of what was wrong.
  public init(json: SharedBytes) throws(JSONError) {
    self = try JSONReader.read(Self.self, from: json)
  }

  /// Reads a whole JSON text.
  ///
  /// - Throws: ``/TributaryJSON/JSONError`` with the offset of what was wrong, counted in UTF-8 bytes.
  public init(json: String) throws(JSONError) {
    self = try JSONReader.read(Self.self, from: SharedBytes(json))
  }

  /// The value as JSON.
  public var jsonText: String { JSONWriter.bytes(of: self).text }
}
