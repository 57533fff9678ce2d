import TributaryJSON

/// Reads the wire form of filters.
///
/// A strict parser accepts only what the record type's table has, with values in the form in which they would be sent.
/// Any other accepts everything: what has the form of a clause becomes one, and the rest is kept as JSON.
struct FilterParser {
  /// How deeply filters may be nested; comparing, writing and evaluating recurse as deeply.
  static let depthLimit = 64

  let schema: QuerySchema
  let keepsUnknown: Bool

  /// A clause of any form, for a record type.
  static func verbatim(_ json: JSONValue, _ schema: QuerySchema) -> FilterNode {
    let schema = schema.shape == nil ? QuerySchema("", []) : schema
    let parser = FilterParser(schema: schema, keepsUnknown: true)
    do { return try parser.node(json, at: [], depth: 0) } catch { return .verbatim(VerbatimClause(json: json)) }
  }

  func node(_ json: JSONValue, at path: [JSONPath.Step], depth: Int) throws(FilterError) -> FilterNode {
    if let shape = schema.shape {
      return try ShapedFilterReader(schema: schema, shape: shape, keepsUnknown: keepsUnknown)
        .filter(json, at: path, depth: depth)
    }
    guard depth < Self.depthLimit else { throw error(.tooDeep(limit: Self.depthLimit), path) }
    do { return try known(json, at: path, depth: depth) } catch {
      if case .tooDeep = error.reason { throw error }
      guard keepsUnknown else { throw error }
      return .verbatim(VerbatimClause(json: json))
    }
  }

  private func known(_ json: JSONValue, at path: [JSONPath.Step], depth: Int) throws(FilterError) -> FilterNode {
    let members = try object(json, path)
    let type = try string("type", in: members, path)
    switch type {
    case "and": return .all(try parts(of: members, path, depth))
    case "or": return .any(try parts(of: members, path, depth))
    case "remoteId" where keepsUnknown || schema.remoteIDs != nil:
      try checkNames(of: members, ["type", "connectionId", "remoteId"], path)
      let connection = try string("connectionId", in: members, path)
      return .remoteID(
        connection: ExactText(connection), id: ExactText(try string("remoteId", in: members, path)))
    case _ where keepsUnknown || schema.hasOperator(type):
      try checkNames(of: members, ["type", "field", "value"], path)
      return try comparison(type, members, path)
    default:
      let operators = schema.fields.flatMap { $0.operators.map(\.name) }
      let groups = ["and", "or"] + (schema.remoteIDs == nil ? [] : ["remoteId"])
      throw error(.unknownType(type, known: groups + Set(operators).sorted()), path + [.name("type")])
    }
  }

  private func parts(
    of members: JSONFields, _ path: [JSONPath.Step], _ depth: Int
  ) throws(FilterError) -> [FilterNode] {
    try checkNames(of: members, ["type", "subclauses"], path)
    let inside = path + [.name("subclauses")]
    guard let clauses = try member("subclauses", in: members, path).array else {
      throw error(.expected("an array"), inside)
    }
    var parts: [FilterNode] = []
    for (index, clause) in clauses.enumerated() {
      parts.append(try node(clause, at: inside + [.index(index)], depth: depth + 1))
    }
    return parts
  }

  private func comparison(
    _ name: String, _ members: JSONFields, _ path: [JSONPath.Step]
  ) throws(FilterError) -> FilterNode {
    let fieldName = try string("field", in: members, path)
    let inside = path + [.name("value")]
    let content = try object(try member("value", in: members, path), inside)
    try checkNames(of: content, ["type", "value"], inside)
    let type = try string("type", in: content, inside)
    let text = try string("value", in: content, inside)
    let node = { (text: String) in
      FilterNode.comparison(field: ExactText(fieldName), operator: ExactText(name), .text(text, type: type))
    }
    if keepsUnknown {
      guard let field = schema.field(ExactText(fieldName)), field.form != nil else { return node(text) }
      let comparison = schema.comparison(ExactText(name), field: ExactText(fieldName))
      return node(field.text(of: .string(text), for: comparison) ?? text)
    }
    guard let field = schema.field(ExactText(fieldName)) else {
      throw error(.unknownField(fieldName, known: schema.fields.map(\.name)), path + [.name("field")])
    }
    guard let known = field.operators.first(where: { ExactText($0.name) == ExactText(name) }) else {
      throw error(
        .unknownOperator(name, field: fieldName, known: field.operators.map(\.name)), path + [.name("type")])
    }
    guard ExactText(type) == ExactText(field.type) else {
      throw error(
        .wrongValueType(type, field: fieldName, expected: field.type), inside + [.name("type")])
    }
    if field.form != nil, let read = field.text(of: .string(text), for: known.comparison) { return node(read) }
    guard let operand = FilterTest.Operand(ExactText(text), kind: field.kind) else {
      throw error(.invalidValue(text, type: type), inside + [.name("value")])
    }
    return node(operand.sentText(for: known.comparison) ?? text)
  }

  func object(_ json: JSONValue, _ path: [JSONPath.Step]) throws(FilterError) -> JSONFields {
    guard let members = json.object else { throw error(.expected("an object"), path) }
    return members
  }

  func member(_ name: String, in members: JSONFields, _ path: [JSONPath.Step]) throws(FilterError) -> JSONValue {
    guard let value = members[name] else { throw error(.missingMember(name), path) }
    return value
  }

  func string(_ name: String, in members: JSONFields, _ path: [JSONPath.Step]) throws(FilterError) -> String {
    guard let text = try member(name, in: members, path).string else {
      throw error(.expected("a string"), path + [.name(name)])
    }
    return text
  }

  func checkNames(of members: JSONFields, _ known: [String], _ path: [JSONPath.Step]) throws(FilterError) {
    for name in members.names where !known.contains(where: { ExactText($0) == ExactText(name) }) {
      throw error(.unknownMember(name), path + [.name(name)])
    }
  }

  func error(_ reason: FilterError.Reason, _ path: [JSONPath.Step]) -> FilterError {
    FilterError(path: JSONPath(steps: path), entity: schema.name, reason)
  }
}

extension QuerySchema {
  fileprivate func hasOperator(_ name: String) -> Bool {
    fields.contains { $0.operators.contains { ExactText($0.name) == ExactText(name) } }
  }
}
