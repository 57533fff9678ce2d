import TributaryJSON
import TributaryLanguage

/// One field of a model: how it is kept, read and written.
struct FieldCoding {
  var field: FieldDeclaration
  /// The index of its name in the model's table of keys.
  var index: Int
  /// The type without its question mark, as Swift writes it.
  var wrappedType: String
  var isBoxed: Bool
  /// The prefix of the property: `public `.
  var access: String
  /// The value of the property until it is read, if there is an empty one: `0`, `""`, `.other("")`.
  var emptyValue: String?
  /// The names of the reader and the writer, which differ from the names of fields.
  var reader: String
  var writer: String

  var isOptional: Bool { field.type.isOptional }

  /// Whether the field belongs to a partial write, which leaves it by default.
  var isChange: Bool { if case .change = field.type { true } else { false } }

  /// Whether the field determines how the case of its union is decided, perhaps by something that is read after it.
  var isUnion: Bool { field.tag != nil }

  /// Whether the tag of the union is outside the content, which then need not be searched for it.
  var isUnionBesideTag: Bool {
    guard case .beside? = field.tag?.place else { return false }
    return true
  }

  /// The type of the variable that holds the content until the case is decided.
  var contentType: String { isUnionBesideTag ? "UnionContent<\(wrappedType)>" : "RawJSON" }

  var type: String { isOptional ? wrappedType + "?" : wrappedType }

  /// Whether the field is always sent with the same value, and is not a property.
  var isConstant: Bool { field.constant != nil }

  var name: String { ReservedWords.escape(field.name) }

  /// The property that is stored. What is deprecated is stored under a name that is not, so that the model's own code
  /// compiles without a warning.
  var storage: String { hiddenName ?? name }

  /// The name under which what is boxed or deprecated is stored, given once the names of all fields are known.
  var hiddenName: String?

  /// The name that is wished for it.
  private var wishedName: String? {
    switch (isBoxed, field.deprecated) {
    case (true, _): "boxed" + field.name.capitalizingFirst()
    case (false, .some): "deprecated" + field.name.capitalizingFirst()
    case (false, nil): nil
    }
  }

  /// Gives each boxed or deprecated field a name for its stored property that nothing else in the model has.
  static func giveHiddenNames(_ fields: inout [FieldCoding]) {
    var taken = Set(fields.map(\.field.name))
    for index in fields.indices {
      guard let wish = fields[index].wishedName else { continue }
      let name = UniqueName.make(wish, avoiding: taken)
      taken.insert(name)
      fields[index].hiddenName = name
    }
  }

  /// The expression by which the model's own code gets the value.
  var value: String { isBoxed ? storage + ".value" : storage }

  /// The expression that is stored for a value.
  func stored(_ value: String) -> String { isBoxed ? "Boxed(\(value))" : value }

  var property: Code {
    guard storage != name else {
      return """
        \(Code.documentation(field.summary))
        \(access)var \(name): \(type)\(isChange ? " = .leave" : "")
        """
    }
    let first = isOptional && isBoxed ? "nil" : isChange ? ".leave" : nil
    let stored =
      switch (isBoxed, first) {
      case (true, let first?): " = Boxed<\(type)>(\(first))"
      case (true, nil): ": Boxed<\(type)>"
      case (false, let first?): ": \(type) = \(first)"
      case (false, nil): ": \(type)"
      }
    return """
      \(Code.documentation(field.summary))
      \(Code.deprecation(field.deprecated))
      \(access)var \(name): \(type) {
        get { \(value) }
        set { \(value) = newValue }
      }
      private var \(storage)\(stored)
      """
  }

  var parameter: String { "\(name): \(type)" + (isOptional ? " = nil" : isChange ? " = .leave" : "") }

  /// The case of the reading loop. Of several fields of one name, the last one counts.
  var reading: String {
    guard isReadInPlace else { return "case \(index): \(local) = try \(readingExpression)" }
    return "case \(index): try \(reader).read(&\(value)\(wire))"
  }

  /// Whether the value is read directly into the property: one that may be missing has a value from the start.
  private var isReadInPlace: Bool { !isUnion && (isOptional || isChange || isEmptyAtFirst) }

  /// Whether a required property begins with an empty value. The reader remembers which names it found, up to the 64th.
  var isEmptyAtFirst: Bool { !isOptional && !isChange && !isBoxed && emptyValue != nil && index < 64 }

  /// The variable that holds a required value until everything is read.
  var local: String { field.deprecated == nil ? name : storage }

  /// The name on the wire and the value, for the writer.
  var pair: String { "\(Escaping.literal(jsonName)), \(field.constant?.literal ?? value)" }

  /// The statement that writes only this field, or `nil` if it may share one with others.
  var ownStatement: String? {
    let name = Escaping.literal(jsonName)
    return isChange || field.wire != nil ? "\(writer).field(\(name), \(value)\(wire))" : nil
  }

  /// The argument for the value's wire form, if the type does not determine it.
  private var wire: String { field.wire.map { ", as: .\($0.rawValue)" } ?? "" }

  /// The name on the wire as it is written between quotes in JSON.
  private var jsonName: String {
    let text = JSONWriter.bytes(of: field.wireName).text
    return String(text.dropFirst().dropLast())
  }

  private var readingExpression: String {
    if isUnionBesideTag { return "\(reader).readContent\(isOptional ? "IfPresent" : "")(of: \(wrappedType).self)" }
    if isUnion { return isOptional ? "\(reader).readIfPresent(RawJSON.self)" : "\(reader).readRaw()" }
    return "\(wrappedType)(from: &\(reader)\(wire))"
  }
}

extension ConstantValue {
  /// The value as Swift writes it.
  var literal: String {
    switch self {
    case .string(let text): Escaping.literal(text)
    case .number(let text): text
    case .bool(let value): String(value)
    }
  }
}

extension EnumDeclaration.RawValue {
  /// The value as Swift writes it.
  var literal: String {
    switch self {
    case .int(let number): String(number)
    case .string(let text): Escaping.literal(text)
    }
  }
}
