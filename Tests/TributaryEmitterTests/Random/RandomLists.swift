extension RandomSpec {
  /// Lists that come in pages: what they need, and an endpoint for each.
  mutating func lists() -> (models: [String], endpoints: [String]) {
    let methods = ["list", "comments", "pages", "items", "find_all", "default"]
    var models: [String] = []
    let endpoints = methods.prefix(number(1...4)).map { method in
      let list = list()
      models += list.models
      return #""lists.\#(method)": { \#(list.keys.joined(separator: ", ")) }"#
    }
    return (models, endpoints)
  }

  /// A list while it is being put together.
  private struct List {
    var models: [String] = []
    /// The keys of the endpoint.
    var keys: [String] = []
    /// The keys of its `pages`.
    var pages: [String] = []
    /// The fields of the page, and of the model in it that says how the list goes on.
    var fields: [String] = []
    var inner: [String] = []
    /// The path from the page to that model.
    var prefix = ""
    /// Whether the response is the list.
    var isBare = false
    var names: [(wire: String, swift: String?)] = []

    /// A field, given a name and put where the page says how the list goes on.
    mutating func place(_ key: String, _ type: String) {
      guard !isBare, let name = names.popLast() else { return }
      let field = #""\#(name.wire)": { "type": "\#(type)"\#(name.swift.map { #", "name": "\#($0)""# } ?? "") }"#
      if prefix.isEmpty { fields.append(field) } else { inner.append(field) }
      pages.append(#""\#(key)": "\#(prefix)\#(name.wire)""#)
    }
  }

  private mutating func list() -> List {
    var list = List()
    list.names = pathNames(9)
    list.isBare = chance(5)
    if !list.isBare, chance(2), let name = list.names.popLast() { list.prefix = name.wire + "." }
    let isInBody = chance(4)
    way(of: &list, isInBody: isInBody)
    if chance(3) { list.place("more", pick(["bool", "bool?", "json", "json?"])) }
    if chance(3) { list.place("total", pick(["int", "int?", "json"])) }
    if chance(6), hasResponseHeaders, !list.pages.contains(where: { $0.hasPrefix(#""total""#) }) {
      list.pages.append(#""total": "X-In""#)
    }
    let page = page(of: &list)
    let path = "/lists/\(list.names.count)"
    list.keys.append(#""request": "\#(isInBody ? "POST" : pick(["GET", "POST"])) \#(path)""#)
    list.keys.append(#""pages": { \#(list.pages.joined(separator: ", ")) }"#)
    list.keys.append(#""responses": { "200": "\#(page)"\#(chance(4) ? #", "204": "nothing""# : "") }"#)
    if chance(4), !list.isBare { list.keys.append(#""result": "data""#) }
    return list
  }

  /// How the list goes on, and the parameter for it.
  private mutating func way(of list: inout List, isInBody: Bool) {
    let way = number(0...6)
    switch way {
    case 0, 1:
      parameter("int?", as: way == 0 ? "number" : "offset", in: &list, isInBody)
      if chance(3) { list.place("next", pick(["int", "int?", "json?"])) }
      guard way == 0 else { break }
      if chance(3) { list.pages.append(#""from": \#(pick(["0", "1"]))"#) }
      if chance(3) { list.place("totalPages", pick(["int", "int?", "json"])) }
      guard chance(3), !list.isBare else { break }
      list.place("url", pick(["string?", "url?", "json?"]))
      if chance(2) { list.place("told", "string?") }
    case 2, 3:
      guard !list.isBare || hasResponseHeaders else { fallthrough }
      parameter("\(isInBody && chance(3) ? "json" : plainType())?", as: "cursor", in: &list, isInBody)
      if hasResponseHeaders, list.isBare || chance(4) {
        list.pages.append(#""next": "\#(pick(["ETag", "X-At"]))""#)
      } else {
        list.place("next", pick(["string?", "json", "\(plainType())?", plainType()]))
      }
    case 4:
      parameter("\(isInBody && chance(3) ? "json" : plainType())?", as: "cursor", in: &list, isInBody)
      list.pages.append(#""last": "\#(pick(["id", "mark.at", "stamp"]))""#)
    case 5 where !list.isBare: list.place("url", pick(["string?", "url?", "json?"]))
    default: list.pages.append(#""link": "next""#)
    }
  }

  private mutating func parameter(_ type: String, as way: String, in list: inout List, _ isInBody: Bool) {
    guard let name = list.names.popLast() else { return }
    let field = #""\#(name.wire)": { "type": "\#(type)", "name": "from\#(list.names.count)" }"#
    var path = name.wire
    if !isInBody {
      list.keys.append(#""query": { \#(field), "other one": { "type": "[string]?", "name": "others" } }"#)
    } else if chance(2) {
      list.keys.append(#""body": { \#(field), "fixed": { "const": true } }"#)
      if chance(3) { list.keys.append(#""wrap": "data""#) }
    } else {
      let model = typeName()
      list.models.append(#""\#(model)": { "fields": { \#(field) } }"#)
      if chance(2) {
        list.keys.append(#""body": "\#(model)""#)
      } else {
        list.keys.append(#""body": { "asked": "\#(model)\#(chance(2) ? "?" : "")" }"#)
        path = "asked." + path
      }
    }
    list.pages.append(#""\#(way)": "\#(path)""#)
  }

  /// The type of the page, whose models are added.
  private mutating func page(of list: inout List) -> String {
    var element = "Listed"
    if chance(4) {
      element = typeName()
      list.pages.append(#""item": "node""#)
      list.models.append(#""\#(element)": { "fields": { "node": "Listed\#(chance(2) ? "?" : "")" } }"#)
      list.pages = list.pages.map { $0.replacing(#""last": ""#, with: #""last": "node."#) }
    } else if chance(3), !list.pages.contains(where: { $0.hasPrefix(#""last""#) }) {
      element = type()
    }
    let items = pick(["[\(element)]", "records<\(element)>", "[\(element)?]"])
    guard !list.isBare else { return items == "[\(element)?]" ? "[\(element)]" : items }
    let page = typeName()
    let isGeneric = chance(4) && items.hasPrefix("records")
    let name = list.names.popLast() ?? ("rows", nil)
    list.fields.append(
      #""\#(name.wire)": { "type": "\#(isGeneric ? "records<Item>" : items)\#(chance(4) ? "?" : "")", "name": "rows" }"#
    )
    list.pages.append(#""items": "\#(name.wire)""#)
    if !list.prefix.isEmpty {
      let inner = typeName()
      list.models.append(#""\#(inner)": { "fields": { \#(list.inner.joined(separator: ", ")) } }"#)
      list.fields.append(
        #""\#(list.prefix.dropLast())": { "type": "\#(inner)\#(chance(2) ? "?" : "")", "name": "inner" }"#)
    }
    let parameter = isGeneric ? "<Item>" : ""
    list.models.append(#""\#(page)\#(parameter)": { "fields": { \#(list.fields.joined(separator: ", ")) } }"#)
    return isGeneric ? "\(page)<\(element)>" : page
  }

  /// What lists have, and what can mark a place in them.
  mutating func listed() -> String {
    let stamp = #""stamp": { "type": "timestamp\#(chance(2) ? "?" : "")", "wire": "\#(pick(["unix", "utc"]))" }"#
    return #"""
      "Mark": { "fields": { "at": "\#(plainType())\#(chance(2) ? "?" : "")" } },
      "Listed": { "fields": { "id": "id", "mark": "Mark\#(chance(2) ? "?" : "")", \#(stamp) } }
      """#
  }

  /// Names that can stand in a path.
  mutating func pathNames(_ count: Int) -> [(wire: String, swift: String?)] {
    wireNames(count * 2).filter { !$0.wire.contains(".") && Int($0.wire) == nil }.prefix(count).enumerated().map {
      ($1.wire, $1.swift ?? (chance(3) ? "name\($0)" : nil))
    }
  }
}
