/// Common names of types that have another name in the language.
enum TypedFirst {
  /// The types that may be meant by a name.
  static func types(for name: String) -> [String]? { meanings[name.lowercased()] }

  private static let meanings: [String: [String]] = [
    "boolean": ["bool"],
    "integer": ["int", "decimal"], "number": ["int", "decimal", "double"], "long": ["int", "decimal"],
    "float": ["double"],
    "str": ["string"], "varchar": ["string"],
    "object": ["json", "{T}"], "any": ["json"],
    "map": ["{T}"], "dict": ["{T}"], "dictionary": ["{T}"],
    "array": ["[T]"], "list": ["[T]"],
    "datetime": ["timestamp"], "date-time": ["timestamp"], "time": ["timestamp"],
    "binary": ["bytes"], "data": ["bytes"],
    "null": ["T?"], "nil": ["T?"], "void": ["nothing"],
  ]
}
