public import TributaryJSON

/// How the content of an error response is read: as one model, or as models by status.
///
/// ```swift
/// [.json(404, Missing.self), .json(500..<600, Outage.self), .json(Problem.self)]
/// ```
///
/// Of several models that a status has, the one for the fewest statuses is used.
public struct ErrorModel: Sendable, ExpressibleByArrayLiteral {
  private struct Reading: Sendable {
    var statuses: Range<Int>
    var read: @Sendable (SharedBytes) -> (any Sendable)?
  }

  private static let anyStatus = 0..<Int.max

  private var readings: [Reading]

  /// Models by status.
  public init(arrayLiteral elements: Self...) {
    readings = elements.flatMap(\.readings).sorted { $0.statuses.count < $1.statuses.count }
  }

  private init<Model: JSONDecodable & Sendable>(_ statuses: Range<Int>, _ type: Model.Type) {
    readings = [Reading(statuses: statuses) { bytes in try? JSONReader.read(Model.self, from: bytes) }]
  }

  /// JSON of a type. Other content leaves ``APIError/model`` empty and is not an error by itself.
  public static func json<Model: JSONDecodable & Sendable>(_ type: Model.Type) -> Self { Self(anyStatus, type) }

  /// JSON of a type, for one status.
  public static func json<Model: JSONDecodable & Sendable>(_ status: Int, _ type: Model.Type) -> Self {
    Self(status..<status + 1, type)
  }

  /// JSON of a type, for a range of statuses.
  public static func json<Model: JSONDecodable & Sendable>(_ statuses: Range<Int>, _ type: Model.Type) -> Self {
    Self(statuses, type)
  }

  /// The content of a response as the model of its status, if it can be read.
  func read(_ bytes: SharedBytes, status: Int) -> (any Sendable)? {
    readings.first { $0.statuses.contains(status) }?.read(bytes)
  }
}
