extension RandomSpec {
  /// Endpoints that send and get what is declared.
  mutating func endpoints() -> Section {
    let methods = ["get", "list", "all", "fetch", "default", "send", "value", "init_"]
    let members = methods.prefix(number(1...6)).enumerated().map { place, name in endpoint(name, place) }
    return ("endpoints", members)
  }

  private mutating func endpoint(_ name: String, _ place: Int) -> String {
    var keys = [#""request": "POST /things/{first}/\#(place)""#, #""parameters": { "first": "\#(plainType())" }"#]
    if chance(2) {
      let members = wireNames(number(1...3)).enumerated().map { place, wire in
        let type = pick(["\(plainType())?", "[\(plainType())]?", plainType()])
        if chance(4) {
          let (value, form) = pick([
            ("timestamp", "unix"), ("bool", "int"), ("decimal", "string"), ("timestamp", "utc"),
          ])
          return
            #""\#(wire.wire)": { "type": "\#(pick([value, "[\(value)]?"]))", "wire": "\#(form)", "name": "query\#(place)" }"#
        }
        return #""\#(wire.wire)": { "type": "\#(type)", "name": "query\#(place)" }"#
      }
      keys.append(#""query": { \#(members.joined(separator: ", ")) }"#)
    }
    if chance(3) { keys.append(#""headers": { "X-Value": { "type": "\#(plainType())?", "name": "header" } }"#) }
    switch number(0...3) {
    case 0:
      keys.append(#""body": "\#(type())""#)
      if chance(4) { keys.append(#""wrap": "data""#) }
    case 1:
      let isForm = chance(2)
      let members = wireNames(number(1...3)).enumerated().map { place, wire in
        #""\#(wire.wire)": { "type": "\#(isForm ? plainType() : type())\#(chance(2) ? "?" : "")", "name": "body\#(place)" }"#
      }
      keys.append(#""body": { \#(members.joined(separator: ", ")), "fixed": { "const": 7 } }"#)
      if isForm { keys.append(#""encoding": "form""#) }
    default: break
    }
    let responses = pick([
      [#""200": "\#(type())""#], [#""200": "\#(type())""#, #""204": "nothing""#],
      [#""200": "\#(type())""#, #""201": "\#(type())""#], [#""204": "nothing""#],
    ])
    keys.append(#""responses": { \#(responses.joined(separator: ", ")) }"#)
    if chance(5), let error = models.first { keys.append(#""errors": "\#(error)""#) }
    if chance(5) { keys.append(#""deprecated": "Use another.""#) }
    return #""things.\#(name)": { \#(keys.joined(separator: ", ")) }"#
  }

  mutating func plainType() -> String {
    let plain = ["string", "int", "bool", "double", "decimal", "date", "timestamp", "localTimestamp", "uuid", "url"]
    return pick(plain + enums + identified.map { "id<\($0)>" } + plainUnions)
  }
}
