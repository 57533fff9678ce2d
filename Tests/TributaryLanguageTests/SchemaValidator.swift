import TributaryJSON

/// A JSON Schema validator for the keywords that `Specs/spec.schema.json` uses. Another keyword is an error, so that
/// nothing in the schema goes unchecked.
struct SchemaValidator {
  /// What is wrong with the schema itself.
  enum SchemaError: Error {
    case unknownKeyword(String)
    case wrongValue(String)
    case unresolved(String)
  }

  private let root: JSONValue

  init(_ root: JSONValue) { self.root = root }

  /// The places of a value that do not fit, as JSON pointers with the keyword that failed; empty when all fits.
  func problems(in value: JSONValue) throws -> [String] { try problems(value, root, at: "") }

  private func problems(_ value: JSONValue, _ schema: JSONValue, at path: String) throws -> [String] {
    if let flag = schema.bool { return flag ? [] : ["\(path): false"] }
    guard let keywords = schema.object else { throw SchemaError.wrongValue(path) }
    var found: [String] = []
    for (keyword, argument) in keywords {
      if let inner = try applied(keyword, argument, keywords, value, at: path) {
        found += inner
      } else if try !asserted(keyword, argument, value) {
        found.append("\(path): \(keyword)")
      }
    }
    return found
  }

  // MARK: - Keywords that apply other schemas

  /// What schemas inside a keyword find, or `nil` when the keyword holds none.
  private func applied(
    _ keyword: String, _ argument: JSONValue, _ siblings: JSONFields, _ value: JSONValue, at path: String
  ) throws -> [String]? {
    switch keyword {
    case "$ref": return try problems(value, try resolved(argument), at: path)
    case "properties":
      return try members(of: value) { name, member in
        guard let schema = argument[name] else { return [] }
        return try problems(member, schema, at: "\(path)/\(name)")
      }
    case "additionalProperties":
      return try members(of: value) { name, member in
        guard siblings["properties"]?[name] == nil else { return [] }
        return try problems(member, argument, at: "\(path)/\(name)")
      }
    case "propertyNames":
      return try members(of: value) { name, _ in try problems(.string(name), argument, at: "\(path)/\(name)") }
    case "oneOf":
      let fitting = try (argument.array ?? []).filter { try problems(value, $0, at: path).isEmpty }
      return fitting.count == 1 ? [] : ["\(path): oneOf"]
    case "items":
      return try (value.array ?? []).enumerated().flatMap { try problems($1, argument, at: "\(path)/\($0)") }
    case "if":
      let branch = try problems(value, argument, at: path).isEmpty ? siblings["then"] : siblings["else"]
      return try branch.map { try problems(value, $0, at: path) } ?? []
    case "then", "else", "$defs", "$schema", "title", "description", "examples": return []
    default: return nil
    }
  }

  private func members(
    of value: JSONValue, _ body: (String, JSONValue) throws -> [String]
  ) rethrows -> [String] {
    try (value.object.map(Array.init) ?? []).flatMap { try body($0.key, $0.value) }
  }

  private func resolved(_ reference: JSONValue) throws -> JSONValue {
    guard let text = reference.string, text.hasPrefix("#/$defs/"),
      let schema = root["$defs"]?[String(text.dropFirst("#/$defs/".count))]
    else { throw SchemaError.unresolved("\(reference)") }
    return schema
  }

  // MARK: - Keywords that assert

  private func asserted(_ keyword: String, _ argument: JSONValue, _ value: JSONValue) throws -> Bool {
    switch keyword {
    case "type":
      let names = argument.array?.compactMap(\.string) ?? [argument.string].compactMap { $0 }
      return try names.contains { try Self.isType($0, value) }
    case "enum": return (argument.array ?? []).contains(value)
    case "const": return argument == value
    case "required":
      guard let object = value.object else { return true }
      return (argument.array ?? []).allSatisfy { $0.string.flatMap { object[$0] } != nil }
    case "dependentRequired":
      guard let object = value.object else { return true }
      return (argument.object.map(Array.init) ?? []).allSatisfy { name, others in
        object[name] == nil || (others.array ?? []).allSatisfy { $0.string.flatMap { object[$0] } != nil }
      }
    case "pattern":
      guard let pattern = argument.string else { throw SchemaError.wrongValue(keyword) }
      guard let text = value.string else { return true }
      return try text.contains(Regex(pattern).matchingSemantics(.unicodeScalar))
    case "minItems": return try bound(argument, value.array?.count) { $1 >= $0 }
    case "minLength": return try bound(argument, value.string?.unicodeScalars.count) { $1 >= $0 }
    case "maxLength": return try bound(argument, value.string?.unicodeScalars.count) { $1 <= $0 }
    case "minProperties": return try bound(argument, value.object?.count) { $1 >= $0 }
    case "maxProperties": return try bound(argument, value.object?.count) { $1 <= $0 }
    case "uniqueItems": return value.array.map { Set($0).count == $0.count } ?? true
    case "minimum":
      guard let least = argument.double, let number = value.double else { return true }
      return number >= least
    default: throw SchemaError.unknownKeyword(keyword)
    }
  }

  private func bound(_ argument: JSONValue, _ count: Int?, _ holds: (Int, Int) -> Bool) throws -> Bool {
    guard let limit = argument.int else { throw SchemaError.wrongValue("\(argument)") }
    return count.map { holds(limit, $0) } ?? true
  }

  private static func isType(_ name: String, _ value: JSONValue) throws -> Bool {
    switch name {
    case "string": value.string != nil
    case "boolean": value.bool != nil
    case "number": value.double != nil
    case "integer": value.int != nil
    case "object": value.object != nil
    case "array": value.array != nil
    default: throw SchemaError.wrongValue(name)
    }
  }
}
