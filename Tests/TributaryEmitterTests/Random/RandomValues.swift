extension RandomSpec {
  /// A section of a file and its members.
  typealias Section = (key: String, members: [String])

  /// Enums, unions and models, declared in an order in which each may name those before it; some name later ones.
  mutating func values() -> [Section] {
    var enumMembers: [String] = []
    for _ in 0..<number(1...3) { enumMembers.append(randomEnum()) }
    var modelMembers = [#""Marked": { "fields": { "gone": "bool?", "at": "timestamp?" } }"#]
    var unionMembers: [String] = []
    for _ in 0..<number(2...4) { modelMembers.append(model()) }
    for _ in 0..<number(1...2) { modelMembers.append(genericModel()) }
    for _ in 0..<number(2...5) {
      switch number(0...4) {
      case 0, 1: unionMembers.append(taggedUnion())
      case 2: unionMembers.append(toldUnion())
      case 3: unionMembers.append(genericUnion())
      default: unionMembers.append(fieldUnion())
      }
      modelMembers.append(model())
    }
    for _ in 0..<number(1...3) { modelMembers.append(model()) }
    for name in identified.filter({ !underived.contains($0) }).prefix(number(0...2)) {
      derived.insert(name)
      modelMembers.append(#""\#(name)Draft": { "draftOf": "\#(name)" }"#)
      modelMembers.append(#""\#(name)Patch": { "patchOf": "\#(name)" }"#)
    }
    return [("enums", enumMembers), ("unions", unionMembers), ("models", modelMembers)]
  }

  // MARK: Types

  private static let scalars = [
    "string", "bool", "int", "double", "decimal", "timestamp", "localTimestamp", "date", "uuid", "url", "json",
  ]

  /// A type that can stand anywhere, not optional.
  mutating func type(depth: Int = 0) -> String {
    switch number(0...(depth < 3 ? 11 : 6)) {
    case 0...2: return pick(Self.scalars)
    case 3 where !enums.isEmpty: return pick(enums)
    case 4 where !models.isEmpty: return pick(models)
    case 5 where !identified.isEmpty: return "id<\(pick(identified))>"
    case 6 where !unions.isEmpty: return pick(unions)
    case 7: return "[\(type(depth: depth + 1))\(chance(4) ? "?" : "")]"
    case 8: return "{\(type(depth: depth + 1))}"
    case 9: return "records<\(type(depth: depth + 1))>"
    case 10 where !generics.isEmpty:
      let generic = pick(generics)
      if generic.isIdentified, identified.isEmpty { return "string" }
      return "\(generic.name)<\(generic.isIdentified ? pick(identified) : type(depth: depth + 1))>"
    case 11 where !unions.isEmpty: return pick(unions)
    default: return pick(Self.scalars)
    }
  }

  private static let wireForms: [String: [String]] = [
    "int": ["string"], "double": ["string"], "decimal": ["string", "either"], "bool": ["string", "int"],
    "timestamp": ["unix", "unixMilliseconds", "utc", "utcSpaced", "rfc2822"],
  ]

  // MARK: Fields

  mutating func field(_ name: (wire: String, swift: String?), type given: String? = nil) -> String {
    if given == nil, chance(7) {
      return #""\#(name.wire)": { "const": \#(pick([#""x""#, "7", "-1.5", "true", #""\\(a)\"""#])) }"#
    }
    var keys: [String] = []
    if let swift = name.swift { keys.append(#""name": "\#(swift)""#) }
    var text = given ?? type()
    if given == nil, let scalar = Self.wireForms.keys.sorted().first(where: { _ in chance(12) }) {
      text = pick([scalar, "[\(scalar)]", "{\(scalar)?}", "[[\(scalar)]]?"])
      keys.append(#""wire": "\#(pick(Self.wireForms[scalar] ?? []))""#)
    }
    if chance(3), !text.hasSuffix("?") { text += "?" }
    if chance(8) { keys.append(#""deprecated": "Not\\n used.""#.replacing("\\\\n", with: "")) }
    if chance(8) { keys.append(#""readOnly": true"#) }
    if chance(8) { keys.append(#""summary": ["One.", "", "Two */ \\(x)."]"#) }
    if chance(10) { keys.append(#""aliases": ["alias \#(name.wire)"]"#) }
    if keys.isEmpty { return #""\#(name.wire)": "\#(text)""# }
    return #""\#(name.wire)": { "type": "\#(text)", \#(keys.joined(separator: ", ")) }"#
  }

  mutating func fields(_ count: Int, besides names: [String] = []) -> [String] {
    wireNames(count).filter { !names.contains($0.wire) }.map { field($0) }
  }

  // MARK: Models

  mutating func model() -> String {
    let name = typeName()
    var keys: [String] = []
    var fields: [String] = []
    let isIdentified = chance(2)
    if isIdentified {
      fields.append(#""id": "id""#)
      if chance(3) { keys.append(#""identifiers": "\#(pick(["int", "string"]))""#) }
    }
    if chance(3) { keys.append(#""open": true"#) }
    if chance(6) { keys.append(#""deprecated": "Nobody needs it.""#) }
    if chance(4), let other = models.last { keys.append(#""with": ["\#(other)"]"#) }
    if chance(4) { fields.append(#""parent of it": { "type": "\#(name)?", "name": "parent" }"#) }
    if chance(4) { fields.append(#""children of it": { "type": "[\#(name)]", "name": "children" }"#) }
    if !toldByField.isEmpty, chance(2) {
      underived.insert(name)
      let union = pick(toldByField)
      let isInside = chance(2)
      let mark = chance(3) ? "?" : ""
      let when = chance(2) ? #", "when": { "told by": { "y": "\#(models.first ?? name)" } }"# : ""
      fields.append(
        #""told": { "type": "\#(union)\#(mark)", "tag": "\#(isInside ? "told.kind" : "told by")"\#(when) }"#)
      fields.append(#""told by": { "type": "string?", "name": "toldBy" }"#)
    }
    fields += self.fields(number(0...6), besides: isIdentified ? ["id", "ID"] : [])
    keys.append(#""fields": { \#(fields.joined(separator: ", ")) }"#)
    models.append(name)
    if isIdentified { identified.append(name) }
    return #""\#(name)": { \#(keys.joined(separator: ", ")) }"#
  }

  mutating func genericModel() -> String {
    let name = typeName()
    // A parameter hides a type of its name.
    let parameter = chance(2) ? "Item" : models.first ?? "Thing"
    let isIdentified = chance(3)
    var fields = self.fields(number(0...3), besides: ["item"])
    fields.append(#""item": "\#(pick([parameter, "[\(parameter)]", "\(parameter)?", "records<\(parameter)>"]))""#)
    if isIdentified { fields.append(#""ref of it": { "type": "id<\#(parameter)>", "name": "ref" }"#) }
    generics.append((name, isIdentified))
    if !isIdentified { genericModels.append(name) }
    // What the parameter hides cannot be meant by other fields.
    return #""\#(name)<\#(parameter)>": { "fields": { \#(fields.joined(separator: ", ")) } }"#
  }

  mutating func randomEnum() -> String {
    let name = typeName()
    enums.append(name)
    let deprecated = chance(5) ? #", "deprecated": "Not any more.""# : ""
    if chance(2) {
      let cases = ["low", "default", "self_", "known", "clear", "other2"].prefix(number(1...6)).enumerated()
      let members = cases.map { #""\#($1)": \#(chance(4) ? #"{ "value": \#($0), "deprecated": "Old." }"# : "\($0)")"# }
      return #""\#(name)": { "raw": "int", "cases": { \#(members.joined(separator: ", ")) }\#(deprecated) }"#
    }
    let cases = ["open", "in", "set", "leave", "a-b", "rawValue", "hash"].prefix(number(1...7)).map { "\"\($0)\"" }
    return #""\#(name)": { "raw": "string", "cases": [\#(cases.joined(separator: ", "))]\#(deprecated) }"#
  }

  // MARK: Unions

  /// The name of a case, which is often one that something else in a union has.
  private mutating func caseName(_ place: Int) -> String {
    let names = [
      "read", "encode", "hash", "tag", "kind", "value", "reader", "writer", "rawValue", "jsonText", "default",
    ]
    return chance(2) && place < names.count ? names[place] : "case\(place)"
  }

  mutating func taggedUnion() -> String {
    let name = typeName()
    let isInt = chance(3)
    var cases: [String] = []
    for (place, wire) in wireNames(number(1...5)).enumerated() {
      let key = isInt ? "\(place)" : wire.wire
      var type = pick(models + (tagged.isEmpty || isInt ? [] : [pick(tagged)]) + ["nothing"])
      if chance(8), let generic = genericModels.first {
        type = "\(generic)<\(type == "nothing" ? "string" : type)>"
      }
      let summary = chance(5) ? #", "summary": "A case.", "deprecated": "No.""# : ""
      cases.append(#""\#(key)": { "type": "\#(type)", "name": "\#(caseName(place))"\#(summary) }"#)
    }
    tagged.append(name)
    unions.append(name)
    let raw = isInt ? #", "raw": "int""# : ""
    let tag = pick(["tag", "event", "@type", "own kind", "the \\\"tag\\\"", "own kind"])
    return #""\#(name)": { "tag": "\#(tag)"\#(raw), "cases": { \#(cases.joined(separator: ", ")) } }"#
  }

  mutating func toldUnion() -> String {
    let name = typeName()
    var cases: [String] = []
    func add(_ type: String, _ more: String = "") {
      cases.append(#"{ "type": "\#(type)", "name": "\#(caseName(cases.count))"\#(more) }"#)
    }
    if chance(2) { add(pick(["date", "uuid"])) }
    if chance(3) { add("timestamp", chance(2) ? #", "wire": "utc""# : "") }
    if chance(2) { add(pick(["string", "url"])) }
    if chance(2) { add(pick(["int", "double", "decimal"])) }
    if chance(2) { add("bool") }
    if chance(2) { add("[\(chance(2) ? name : type(depth: 1))]") }
    if chance(2) {
      add("Marked", #", "has": \#(chance(2) ? #""gone""# : #"{ "gone": true }"#)"#)
    }
    if chance(2) || cases.isEmpty { add(pick(models + tagged + ["{\(type(depth: 1))}"])) }
    unions.append(name)
    let plain = ["string", "url", "int", "double", "decimal", "bool", "date", "uuid", "timestamp"]
    let types = cases.map { String($0.dropFirst(#"{ "type": ""#.count).prefix { $0 != "\"" }) }
    if types.allSatisfy(plain.contains) { plainUnions.append(name) }
    return #""\#(name)": { "cases": [\#(cases.joined(separator: ", "))] }"#
  }

  mutating func genericUnion() -> String {
    let name = typeName()
    let isIdentified = chance(2)
    generics.append((name, isIdentified))
    let first = isIdentified ? "id<Item>" : "string"
    if chance(4) {
      generics.removeLast()
      generics.append((name, isIdentified))
      return #""\#(name)<Item>": { "cases": ["\#(first)", "[Item]", "bool"] }"#
    }
    return #""\#(name)<Item>": { "cases": ["\#(first)", { "type": "[Item]", "name": "items" }, "bool"] }"#
  }

  mutating func fieldUnion() -> String {
    let name = typeName()
    toldByField.append(name)
    let cases = wireNames(number(1...4)).enumerated().map { place, wire in
      #""\#(wire.wire)": { "type": "\#(type())", "name": "\#(caseName(place))" }"#
    }
    return #""\#(name)": { "cases": { \#(cases.joined(separator: ", ")) } }"#
  }
}
