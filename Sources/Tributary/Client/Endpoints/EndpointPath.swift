/// A path whose parameters are percent-encoded as they are put in: `"/folders/\(folderID)/documents"`.
///
/// Literal text is kept as written. A parameter becomes part of one segment whatever it contains: a slash in it is
/// `%2F`. A parameter that is empty, and a segment that is `.` or `..`, would name another resource; such a path is
/// never sent.
public struct EndpointPath: Sendable, Equatable, ExpressibleByStringInterpolation {
  /// The path as it is sent, beginning with a slash.
  package let text: String
  /// Why the path must not be sent, or `nil` if it may be.
  package let problem: String?

  /// A path without parameters.
  public init(stringLiteral value: String) {
    text = value
    problem = Self.dotSegmentProblem(value)
  }

  /// A path from its pieces.
  public init(stringInterpolation: Interpolation) {
    text = stringInterpolation.text
    problem = stringInterpolation.problem ?? Self.dotSegmentProblem(stringInterpolation.text)
  }

  private static func dotSegmentProblem(_ text: String) -> String? {
    text.split(separator: "/").first { $0 == "." || $0 == ".." }
      .map { "a path segment is \"\($0)\", which would name another resource" }
  }

  /// Collects literal text and parameters.
  public struct Interpolation: StringInterpolationProtocol {
    fileprivate var text = ""
    fileprivate var problem: String?
    private var parameters = 0

    /// Collects nothing yet.
    public init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + 16 * interpolationCount)
    }

    /// Adds text as it is written.
    public mutating func appendLiteral(_ literal: String) { text += literal }

    /// Adds a parameter that may be several segments, each percent-encoded: `docs/read me.md`.
    public mutating func appendInterpolation(segments value: some ParameterValue) {
      parameters += 1
      let segments = value.parameterText.split(separator: "/", omittingEmptySubsequences: false)
      if problem == nil {
        let ownProblem =
          segments.contains("") ? "has an empty segment, which would name another resource" : value.parameterProblem
        problem = ownProblem.map { "path parameter \(parameters) \($0)" }
      }
      text += segments.map { PercentEncoding.encode(String($0)) }.joined(separator: "/")
    }

    /// Adds a parameter in a form on the wire, percent-encoded.
    public mutating func appendInterpolation(_ value: some WireCodable, as form: WireForm) {
      let item = RequestItem.item("", value, as: form)
      appendInterpolation(item.values.first ?? "")
    }

    /// Adds a parameter, percent-encoded.
    public mutating func appendInterpolation(_ value: some ParameterValue) {
      parameters += 1
      let plain = value.parameterText
      if problem == nil {
        let ownProblem = plain.isEmpty ? "is empty, which would name another resource" : value.parameterProblem
        problem = ownProblem.map { "path parameter \(parameters) \($0)" }
      }
      text += PercentEncoding.encode(plain)
    }
  }
}
