/// The base URL of a service. Values can be part of it: `"https://\(label: shop, named: "shop").example.com"`.
///
/// A value is one label of the host or one segment of the path. If it could be anything else, no request is sent.
public struct BaseURL: Sendable, Hashable, ExpressibleByStringInterpolation {
  /// The URL.
  package let text: String
  /// Why nothing may be sent there, or `nil` if something may.
  package let problem: String?

  /// A URL as it is.
  public init(_ text: String) {
    self.text = text
    problem = nil
  }

  /// A URL as it is.
  public init(stringLiteral value: String) { self.init(value) }

  /// A URL from its pieces.
  public init(stringInterpolation: Interpolation) {
    text = stringInterpolation.text
    problem = stringInterpolation.problem
  }

  /// Collects literal text and values.
  public struct Interpolation: StringInterpolationProtocol {
    fileprivate var text = ""
    fileprivate var problem: String?

    /// Collects nothing yet.
    public init(literalCapacity: Int, interpolationCount: Int) {}

    /// Adds text as it is written.
    public mutating func appendLiteral(_ literal: String) { text += literal }

    /// Adds a part of the host: ASCII letters, digits and hyphens.
    public mutating func appendInterpolation(label value: some ParameterValue, named name: String) {
      let text = value.parameterText
      let isAllowed = text.utf8.allSatisfy { Self.isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
      if !isAllowed || text.isEmpty || text.hasPrefix("-") || text.hasSuffix("-") {
        report(name, text, "a part of a host has letters from A to Z, digits, and hyphens between them")
      }
      self.text += text
    }

    /// Adds a segment of the path: ASCII letters, digits, `-`, `.`, `_` and `~`.
    public mutating func appendInterpolation(segment value: some ParameterValue, named name: String) {
      let text = value.parameterText
      let isAllowed = text.utf8.allSatisfy { Self.isLetterOrDigit($0) || "-._~".utf8.contains($0) }
      if !isAllowed || text.isEmpty || text == "." || text == ".." {
        report(name, text, "a part of a path has letters from A to Z, digits and the characters - . _ ~")
      }
      self.text += text
    }

    private mutating func report(_ name: String, _ text: String, _ rule: String) {
      if problem == nil { problem = "the base URL's \"\(name)\" is \"\(text)\", but \(rule)" }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: false
      }
    }
  }
}
