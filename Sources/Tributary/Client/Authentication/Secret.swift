/// A text that never prints: a token, a password, a key.
///
/// Descriptions, dumps, string interpolation and reflection show `(secret)`.
public struct Secret: Sendable, Hashable, ExpressibleByStringLiteral {
  // A closure rather than a stored text, because reflection shows a closure as a function without its captures.
  private let reveal: @Sendable () -> String

  /// A secret from its text.
  public init(_ text: String) { reveal = { text } }

  /// A secret from a literal, for tests and examples.
  public init(stringLiteral value: String) { self.init(value) }

  /// The text. The caller is responsible for keeping it secret.
  public var exposed: String { reveal() }

  /// Whether two secrets have the same text.
  public static func == (left: Self, right: Self) -> Bool { left.exposed == right.exposed }

  /// Hashes the text.
  public func hash(into hasher: inout Hasher) { hasher.combine(exposed) }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Always `(secret)`.
  public var description: String { "(secret)" }
  /// Always `(secret)`.
  public var debugDescription: String { description }
  /// A mirror that shows nothing.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
