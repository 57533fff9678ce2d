import TributaryJSON
import TributaryLanguage

/// One field of a model: how it is kept, read and written.
struct FieldCoding {
  var field: FieldDeclaration
  /// The place of its name in the model's table of keys.
  var index: Int
  /// The type without its question mark, as Swift writes it.
  var wrappedType: String
  var isBoxed: Bool
  /// What stands before the property: `public `.
  var access: String
  /// What stands in the property until its value is read, where there is such a thing: `0`, `""`, `.other("")`.
  var emptyValue: String?
  /// The names of the reader and the writer, which give way to fields of those names.
  var reader: String
  var writer: String

  var isOptional: Bool { field.type.isOptional }

  /// Whether the field is one of a partial write, which leaves it unless told otherwise.
  var isChange: Bool { if case .change = field.type { true } else { false } }

  /// Whether the field says how the case of its union is decided, perhaps by what is read after it.
  var isUnion: Bool { field.tag != nil }

  /// Whether the tag of the union stands outside of it, so that the content need not be looked into for it.
  var isUnionBesideTag: Bool {
    guard case .beside? = field.tag?.place else { return false }
    return true
  }

  /// The type of the variable that holds what is read until the case is decided.
  var contentType: String { isUnionBesideTag ? "UnionContent<\(wrappedType)>" : "RawJSON" }

  var type: String { isOptional ? wrappedType + "?" : wrappedType }

  /// Whether the field is always sent with one value, and is no property.
  var isConstant: Bool { field.constant != nil }

  var name: String { ReservedWords.escape(field.name) }

  /// The property that is stored. What is deprecated is stored under a name that is not, so that the model's own code
  /// compiles without a warning.
  var storage: String {
    switch (isBoxed, field.deprecated) {
    case (true, _): "boxed" + field.name.capitalizingFirst()
    case (false, .some): "deprecated" + field.name.capitalizingFirst()
    case (false, nil): name
    }
  }

  /// Where the model's own code finds the value.
  var value: String { isBoxed ? storage + ".value" : storage }

  /// What is stored for a value.
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

  /// Whether what is read goes into the property at once: one that may be missing has a value from the start.
  private var isReadInPlace: Bool { !isUnion && (isOptional || isChange || isEmptyAtFirst) }

  /// Whether a property that must be read begins as an empty one. The reader remembers the first names that came.
  var isEmptyAtFirst: Bool { !isOptional && !isChange && !isBoxed && emptyValue != nil && index < 64 }

  /// The variable that holds what must be there until everything is read.
  var local: String { field.deprecated == nil ? name : storage }

  /// The name on the wire and the value, for the writer.
  var pair: String { "\(Escaping.literal(jsonName)), \(field.constant?.literal ?? value)" }

  /// The statement that writes the field alone, or `nil` where it may share one with others.
  var ownStatement: String? {
    let name = Escaping.literal(jsonName)
    return isChange || field.wire != nil ? "\(writer).field(\(name), \(value)\(wire))" : nil
  }

  /// The argument for the form in which the value travels, where it is not as the type says.
  private var wire: String { field.wire.map { ", as: .\($0.rawValue)" } ?? "" }

  /// The name on the wire as it stands between quotes in JSON.
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
