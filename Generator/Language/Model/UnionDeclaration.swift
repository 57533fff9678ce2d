/// A value that is one of several models, as a tag says.
public struct UnionDeclaration: Sendable, Equatable {
  /// A case of the union.
  public struct Case: Sendable, Equatable {
    /// The Swift name, not escaped: `lead`.
    public var name: String
    /// The value of the tag, or `nil` for a case that only a condition of a field leads to.
    public var tag: String?
    /// The model.
    public var type: TypeReference
  }

  /// The Swift name.
  public var name: String
  /// Who can use it.
  public var access = AccessLevel.public
  /// One sentence about it.
  public var summary: String?
  /// The cases that tags lead to, in the order of the spec, then those of the fields' conditions.
  public var cases: [Case]
}

/// How the case of a field's union is decided.
public struct TagDeclaration: Sendable, Equatable {
  /// Where the tag is.
  public enum Place: Sendable, Equatable {
    /// In the content itself: the wire names that lead to it.
    case inside([String])
    /// In another field of the model, which may come before or after the content.
    case beside(FieldPath)
  }

  /// A condition that goes before the tag: where a text equals a value, the case is decided.
  public struct Condition: Sendable, Equatable {
    /// Where the text is.
    public var place: Place
    /// What it must be.
    public var value: String
    /// The Swift name of the union's case.
    public var caseName: String
  }

  /// Where the tag is.
  public var place: Place
  /// The conditions, in the order of the spec.
  public var conditions: [Condition]
}

/// A way from a value through its fields: `meta.links.next_page`.
public struct FieldPath: Sendable, Equatable {
  /// One field.
  public struct Step: Sendable, Equatable {
    /// The Swift name, not escaped; empty for a place in a list.
    public var name: String
    /// The name on the wire, or the place in digits.
    public var wireName: String
    /// Whether there may be nothing.
    public var isOptional: Bool
    /// The place in a list, from 0, or `nil` for a field.
    public var index: Int?
  }

  /// The fields, from the outermost.
  public var steps: [Step]
  /// The type of the last field, with its question mark.
  public var type: TypeReference

  /// The names on the wire.
  public var wireNames: [String] { steps.map(\.wireName) }
}
