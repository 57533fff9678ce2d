/// A value that is one of several types.
public struct UnionDeclaration: Sendable, Equatable {
  /// What decides the case of a value.
  public enum Teller: Sendable, Equatable {
    /// A text elsewhere, at a place that the field names.
    case field
    /// A member of the value.
    case tag(name: String, raw: EnumDeclaration.RawType)
    /// The JSON itself.
    case json
  }

  /// A case of the union.
  public struct Case: Sendable, Equatable {
    /// The Swift name, not escaped: `lead`.
    public var name: String
    /// The values of the tag; none for a case that the JSON decides, or that only a condition of a field selects.
    public var tags: [EnumDeclaration.RawValue] = []
    /// Its content, or `nil` for nothing but the tag.
    public var type: TypeReference?
    /// The encoding of the value, if the type does not determine it.
    public var wire: WireForm?
    /// The kinds of JSON as which it is written, if the JSON decides the cases.
    public var kinds: [CaseKind] = []
    /// What distinguishes an object from others that the union may be.
    public var mark: FieldMark?
    /// Whether its content always writes the tag itself.
    public var writesTag = false
    /// A sentence about it.
    public var summary: String?
    /// Why it is deprecated and what replaces it, or `nil`.
    public var deprecated: String?
  }

  /// The Swift name, without parameters.
  public var name: String
  /// Who can use it.
  public var access = AccessLevel.public
  /// One sentence about it.
  public var summary: String?
  /// Why it is deprecated and what replaces it, or `nil`.
  public var deprecated: String?
  /// The names of its parameters.
  public var parameters: [TypeParameter] = []
  /// What decides the case of a value.
  public var teller = Teller.field
  /// The cases that are declared, in the order of the spec, then those of the fields' conditions.
  public var cases: [Case]
}

/// A parameter of a model or a union.
public struct TypeParameter: Sendable, Equatable {
  /// Its name: `Item`.
  public var name: String
  /// Whether its identifier is used, so that it can only be a model that has one.
  public var isIdentified = false
}

/// A condition on a value: a member that is present and not null, or one with a certain value.
public struct FieldMark: Sendable, Equatable {
  /// The path of names on the wire and indexes in lists.
  public var path: [String]
  /// The value that must be there, or `nil` for any value but null.
  public var value: ConstantValue?
}

/// How the case of a field's union is decided.
public struct TagDeclaration: Sendable, Equatable {
  /// Where the tag is.
  public enum Place: Sendable, Equatable {
    /// In the content itself, at this path of wire names.
    case inside([String])
    /// In another field of the model, which may come before or after the content.
    case beside(FieldPath)
  }

  /// A condition that overrides the tag: if a text equals a value, the case is decided.
  public struct Condition: Sendable, Equatable {
    /// Where the text is.
    public var place: Place
    /// The value that it must have.
    public var value: String
    /// The Swift name of the union's case.
    public var caseName: String
  }

  /// Where the tag is, or `nil` if the union has one of its own.
  public var place: Place?
  /// The conditions, in the order of the spec.
  public var conditions: [Condition]
}

/// A path from a value through its fields: `meta.links.next_page`.
public struct FieldPath: Sendable, Equatable {
  /// One field.
  public struct Step: Sendable, Equatable {
    /// The Swift name, not escaped; empty for a place in a list.
    public var name: String
    /// The name on the wire, or the index in digits.
    public var wireName: String
    /// Whether it may be missing.
    public var isOptional: Bool
    /// The index in a list, from 0, or `nil` for a field.
    public var index: Int?
  }

  /// The fields, the outermost first.
  public var steps: [Step]
  /// The type of the last field, with its question mark.
  public var type: TypeReference
  /// How its value is encoded, where it is not as the type says.
  public var wire: WireForm?

  /// The names on the wire.
  public var wireNames: [String] { steps.map(\.wireName) }
}
