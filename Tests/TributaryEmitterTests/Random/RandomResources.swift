extension RandomSpec {
  /// What `api.json` says of resources, if anything; and the model of their lists.
  mutating func resourceConventions() -> (setting: String?, models: [String]) {
    guard chance(2) else { return (nil, []) }
    hasSharedPages = true
    let isBare = chance(3)
    var keys: [String] = []
    if !isBare { keys.append(#""list": "RowList<Item>""#) }
    let items = isBare ? "" : #", "items": "rows""#
    switch number(0...2) {
    case 0: keys.append(#""query": { "page": "int?", "ids": "[id]?" }, "pages": { "number": "page"\#(items) }"#)
    case 1 where !isBare:
      keys.append(#""query": { "after": "string?" }, "pages": { "cursor": "after", "next": "next"\#(items) }"#)
    default: keys.append(#""pages": { "link": "next"\#(items) }"#)
    }
    if chance(2) {
      keys.append(#""sort": "sort_by""#)
      hasSort = true
    }
    if chance(3) { keys.append(#""actions": { "update": { "request": "PATCH" }, "delete": { "retry": "always" } }"#) }
    if chance(3) { keys.append(#""wrap": "data", "result": "data""#) }
    if chance(4) { keys.append(#""headers": { "X-Own": { "type": "string?", "name": "own" } }"#) }
    let rows = #""RowList<Item>": { "fields": { "rows": "records<Item>", "next": "string?" } }"#
    return (#""resources": { \#(keys.joined(separator: ", ")) }"#, isBare ? [] : [rows])
  }

  /// Resources of some models with an identifier.
  mutating func resources() -> Section {
    let groups = ["rows", "in", "self_things", "list", "resources2", "été", "get_all"]
    let candidates = identified.filter { !underived.contains($0) }
    guard !candidates.isEmpty else { return ("resources", []) }
    return ("resources", groups.prefix(number(0...4)).map { resource($0, of: pick(candidates)) })
  }

  private mutating func resource(_ name: String, of model: String) -> String {
    let isSingular = chance(5)
    var standard = isSingular ? ["get", "delete"] : ["list", "get", "delete"]
    if derived.contains(model) { standard += isSingular ? ["create", "update"] : ["create", "update", "upsert"] }
    standard.shuffle(using: &random)
    let actions = Array(standard.prefix(number(1...standard.count)))
    var keys = [#""path": "/\#(name)\#(chance(3) ? "/{of}" : "")", "of": "\#(model)""#]
    if keys[0].contains("{of}") { keys.append(#""parameters": { "of": "\#(plainType())" }"#) }
    if isSingular { keys.append(#""singular": true"#) }
    keys.append(#""actions": \#(chance(2) ? "[\(quoted(actions))]" : differences(actions, isSingular, model))"#)
    if actions.contains("list") || actions.contains("upsert"), chance(2) {
      let filters = wireNames(number(1...3)).enumerated().map { place, wire in
        let type = pick(["\(plainType())?", "[\(plainType())]?", "{string}?"])
        return #""\#(wire.wire)": { "type": "\#(type)", "name": "filter\#(place)" }"#
      }
      keys.append(#""filters": { \#(filters.joined(separator: ", ")) }"#)
    }
    if actions.contains("list") {
      if hasSort, chance(2) {
        keys.append(#""sort": [\#(quoted(["name", "in", "created_at", "a-b", "default"].prefix(number(1...5))))]"#)
      }
      if hasSharedPages, chance(3) { keys.append(#""pages": \#(pick(["true", "false"]))"#) }
    }
    if chance(5) { keys.append(#""retry": "never", "prefix": """#) }
    if chance(6) { keys.append(#""deprecated": "No more.", "summary": "Rows: \\(x) */.""#) }
    return #""\#(name)": { \#(keys.joined(separator: ", ")) }"#
  }

  /// Actions with what differs from the standard, and some of the resource's own.
  private mutating func differences(_ actions: [String], _ isSingular: Bool, _ model: String) -> String {
    var members = actions.map { action in
      let difference = pick([
        "", "", #""summary": "Own.""#, #""headers": { "X-Odd": "string?" }"#, #""retry": "always""#,
        #""bodyLimit": 100"#, #""errors": { "404": "Marked" }"#,
      ])
      return #""\#(action)": { \#(difference) }"#
    }
    let place = isSingular ? "" : "/{id}"
    if chance(2) {
      members.append(#""lock": { "request": "POST \#(place)/lock", "responses": { "204": "nothing" } }"#)
    }
    if chance(2) {
      let response = pick([#""200": "\#(model)""#, #""200": "[\#(model)]", "202": "nothing""#, #""2XX": "text""#])
      members.append(
        #""default": { "request": "PUT \#(place)/a", "body": "\#(type())", "responses": { \#(response) } }"#)
    }
    return "{ \(members.joined(separator: ", ")) }"
  }

  func quoted(_ words: some Sequence<String>) -> String { words.map { "\"\($0)\"" }.joined(separator: ", ") }
}
