extension RandomSpec {
  /// Queries of all kinds: the setting of `api.json`, the models, the queries of each, and endpoints for them.
  mutating func queries() -> (setting: String?, models: [String], queries: [String], endpoints: [String]) {
    guard chance(2) else { return (nil, [], [], []) }
    var shape = QueryShape()
    let setting = conventions(&shape)
    var (models, queries, endpoints): ([String], [String], [String]) = ([], [], [])
    for place in 0..<number(1...2) {
      let (model, query) = asked("Searched\(place)", shape)
      models.append(model)
      queries.append(query)
      var response = pick(["[Searched\(place)]", "records<Searched\(place)>"])
      if let items = shape.items {
        models.append(
          #""Answer\#(place)": { "fields": { "\#(items)": "\#(response)\#(chance(3) ? "?" : "")", "go on": \#(next) } }"#
        )
        response = "Answer\(place)"
      }
      endpoints.append(
        #"""
        "asked\#(place).\#(pick(["query", "list", "find"]))": {
          "request": "POST /asked\#(place)", "body": "query<Searched\#(place)>", "responses": { "200": "\#(response)" }
          \#(chance(2) ? #", "query": { "plain": { "type": "string?", "name": "where" } }"# : "") }
        """#)
    }
    return (setting, models, queries, endpoints)
  }

  private var next: String { #"{ "type": "json?", "name": "goOn" }"# }

  /// What the queries of a service can say.
  private struct QueryShape {
    /// The names of operators by what they mean.
    var operators: [(name: String, means: String)] = [("eq", "equal"), ("gt", "greater")]
    var hasRemoteIDs = true
    var needsTypes = true
    var selectsFields = false
    /// Where pages have their records, if there are pages.
    var items: String?
  }

  private mutating func conventions(_ shape: inout QueryShape) -> String {
    var keys: [String] = []
    let isOwn = !chance(3)
    if isOwn { keys.append(wire(&shape)) }
    let types = ["string", "int", "decimal", "bool", "timestamp", "date"]
    let values = types.map { type in
      let forms = ["int": "string", "decimal": "string", "bool": "int", "timestamp": "unix"]
      guard isOwn, let form = forms[type], chance(3) else { return #""\#(type)": "the \#(type)""# }
      return #""\#(type)": { "value": "\#(type)", "wire": "\#(form)" }"#
    }
    if shape.needsTypes { keys.append(#""values": { \#(values.joined(separator: ", ")) }"#) }
    if chance(3) { keys.append(operators(&shape, isOwn)) }
    if !keys.contains(where: { $0.contains("{offset}") || $0.contains("{cursor}") }), isOwn {
    } else if chance(2) {
      shape.items = "rows"
      let next = keys.contains { $0.contains("{cursor}") } ? #", "next": "go on""# : ""
      keys.append(#""pages": { "items": "rows"\#(next) }"#)
    }
    return #""queries": { \#(keys.joined(separator: ", ")) }"#
  }

  private mutating func operators(_ shape: inout QueryShape, _ isOwn: Bool) -> String {
    shape.operators = [
      ("eq", "equal"), ("!=", "notEqual"), ("$gt", "greater"), (">=", "atLeast"), ("lt", "less"),
      ("at\\\"most", "atMost"),
    ]
    shape.operators.shuffle(using: &random)
    shape.operators = Array(shape.operators.prefix(number(1...6)))
    var members = shape.operators.map { #""\#($0.name)": "\#($0.means)""# }
    if isOwn, chance(2) {
      shape.operators += [
        ("in", "oneOf"), ("out", "noneOf"), ("is", "present"), ("no", "absent"), ("class", "serverOnly"),
      ]
      members += [
        #""in": { "means": "oneOf", "wire": { "in list": "{values}", "of": "{field}" } }"#,
        #""out": { "means": "noneOf", "wire": ["out of", "{field}", { "list": "{values}" }] }"#,
        #""is": { "means": "present", "wire": { "has it": "{field}" } }"#,
        #""no": { "means": "absent", "wire": { "lacks it": "{field}" } }"#,
        #""class": { "means": "serverOnly", "name": "matches", "summary": "As */ it \\(likes).", "wire": { "match": { "{field}": "{value}" } } }"#,
      ]
    }
    return #""operators": { \#(members.joined(separator: ", ")) }"#
  }

  /// Templates of every part.
  private mutating func wire(_ shape: inout QueryShape) -> String {
    var parts: [String] = []
    let comparison = pick([
      #"{ "type": "{operator}", "field": "{field}", "value": "{value}" }"#,
      #"{ "{field}": { "{operator}": "{value}" } }"#,
      #"["{field}", "{operator}", "{value}"]"#, #"{ "property": "{field}", "{operator}": ["{value}"], "null": null }"#,
      #"{ "f\"": "{field}", "o": { "is": "{operator}", "of": "{valueType}" }, "v": "{value}", "weight": 1.5 }"#,
    ])
    shape.needsTypes = comparison.contains("valueType")
    parts.append(#""comparison": \#(comparison)"#)
    let isGrouped = chance(3)
    var places = [isGrouped ? #""fil\\ters": { "groups": "{groups}" }"# : #""filter": "{filter}""#]
    if isGrouped {
      parts.append(#""group": \#(pick([#"{ "all": "{clauses}" }"#, #"["all", "{clauses}"]"#]))"#)
      if chance(3) { parts.append(#""most": { "groups": 3, "clauses": 2, "comparisons": 9 }"#) }
    } else {
      if !chance(4) { parts.append(#""and": { "all of": "{clauses}" }"#) }
      if !chance(4) { parts.append(#""or": { "operator": "or", "parts": { "any of": "{clauses}" } }"#) }
      if chance(2) { parts.append(#""not": { "none of": "\#(pick(["{clause}", "{clauses}"]))" }"#) }
      if chance(3) { parts.append(#""most": { "depth": 3, "clauses": 2, "comparisons": 9 }"#) }
    }
    if chance(2) {
      places.append(#""sort": "{order}""#)
      let order = pick([#"{ "{field}": "{direction}" }"#, #"{ "f": "{field}", "d": { "is": "{direction}" } }"#])
      parts.append(#""order": \#(order)"#)
      if chance(2) { parts.append(#""directions": \#(pick([#"["ASC", "DESC"]"#, "[1, -1]", "[true, false]"]))"#) }
    }
    if chance(2) {
      places.append(#""fields": "{fields}""#)
      shape.selectsFields = true
      if chance(2) {
        parts.append(#""projection": \#(pick([#""{field}""#, #"{ "{field}": 1 }"#, #"{ "n": "{field}" }"#]))"#)
      }
    }
    places += [
      #""limit": "{limit}""#, #""page": { "from": "{offset}" }"#, #""after": "{cursor}""#, #""fixed": [1, null, true]"#,
    ]
    .filter { _ in chance(2) }
    places.shuffle(using: &random)
    parts.append(#""query": { \#(places.joined(separator: ", ")) }"#)
    shape.hasRemoteIDs = chance(2)
    if shape.hasRemoteIDs { parts.append(#""remoteId": { "link": "{connection}", "number": "{id}" }"#) }
    return #""wire": { \#(parts.joined(separator: ", ")) }"#
  }

  /// A model that can be asked for, and its queries.
  private mutating func asked(_ name: String, _ shape: QueryShape) -> (model: String, query: String) {
    var fields = [#""id": "id""#, #""at place": { "type": "\#(name)Place\#(chance(2) ? "?" : "")", "name": "place" }"#]
    var queried: [String] = []
    let isOpen = chance(2)
    for (place, wire) in pathNames(number(1...6)).enumerated() where wire.wire != "id" && wire.wire != "ID" {
      let type = comparable()
      let mark = chance(2) ? "?" : ""
      let swift = wire.swift == nil ? "" : #", "name": "asked\#(place)""#
      fields.append(#""\#(wire.wire)": { "type": "\#(type)\#(mark)"\#(swift)\#(form(of: type)) }"#)
      queried.append(#""\#(wire.wire)": \#(queryField(type, shape, ""))"#)
    }
    if chance(2) {
      queried.append(#""deep": \#(queryField("string", shape, #""at": "at place.town", "name": "town""#))"#)
    }
    if isOpen, chance(2) {
      queried.append(
        #""not there": \#(queryField("int", shape, #""type": "int", "name": "not_there""#.replacing("_t", with: "T")))"#
      )
    }
    var keys = [#""fields": { \#(queried.joined(separator: ", ")) }"#]
    if chance(2) {
      fields.append(#""remotes": "\#(pick(["{string}", "{json}", "json"]))""#)
      if shape.hasRemoteIDs { keys.append(#""remoteId": "remotes""#) }
    }
    if chance(3) {
      fields.append(#""gone": "string?""#)
      keys.append(#""deleted": { "marker": \#(pick([#""gone""#, #"{ "gone": "yes" }"#])) }"#)
    }
    let model = #"""
      "\#(name)Place": { "fields": { "town": "string?" } },
      "\#(name)": { "record": "\#(name.lowercased())", "open": \#(isOpen), "fields": { \#(fields.joined(separator: ", ")) } }
      """#
    return (model, #""\#(name)": { \#(keys.joined(separator: ", ")) }"#)
  }

  private mutating func comparable() -> String {
    pick(["string", "int", "decimal", "bool", "timestamp", "date"] + enums + identified.map { "id<\($0)>" })
  }

  private mutating func form(of type: String) -> String {
    let forms = ["int": "string", "decimal": "either", "bool": "int", "timestamp": "unix"]
    guard let form = forms[type], chance(3) else { return "" }
    return #", "wire": "\#(form)""#
  }

  private mutating func queryField(_ type: String, _ shape: QueryShape, _ more: String) -> String {
    let isOrdered = ["string", "int", "decimal", "timestamp", "date"].contains(type)
    let unordered: Set = ["equal", "notEqual", "oneOf", "noneOf", "present", "absent", "serverOnly"]
    let operators = shape.operators.filter { isOrdered || unordered.contains($0.means) }
    let some = operators.prefix(number(0...max(operators.count, 1))).map(\.name)
    if more.isEmpty, !some.isEmpty, chance(2) { return "[\(quoted(some))]" }
    var keys = [#""operators": [\#(quoted(some))]"#, #""sortable": \#(some.isEmpty || chance(2))"#]
    if !more.isEmpty { keys.append(more) }
    if chance(5) { keys.append(#""summary": "Asked */ \\(x).", "deprecated": "No.""#) }
    return "{ \(keys.joined(separator: ", ")) }"
  }
}
