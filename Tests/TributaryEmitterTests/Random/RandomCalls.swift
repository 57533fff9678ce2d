extension RandomSpec {
  /// What `api.json` says of the client: its places, its credentials, and what goes with every request.
  mutating func client() -> String {
    var members = [
      pick([#""environments": { "main": "https://example.com" }"#, environments]),
      #""authentication": \#(pick(Self.credentials))"#,
    ]
    if members[0] == environments { members.append(#""parameters": { "shop": "string", "in": "int", "q": "string" }"#) }
    if members[0] == environments { members.append(#""prefix": "/v1/{q}""#) }
    if chance(2) {
      members.append(#""headers": { "X-Fixed": { "const": "a\"b" }, "X-Is": "string?", "X-Let": "[int]?" }"#)
    }
    if chance(2) { members.append(#""query": { "fixed": { "const": 1.5 }, "class": "bool?", "where": "timestamp?" }"#) }
    hasResponseHeaders = chance(2)
    if hasResponseHeaders {
      members.append(
        #""responseHeaders": { "ETag": "string", "X-In": "int", "X-At": { "type": "timestamp", "wire": "rfc2822" } }"#)
    }
    if chance(3) { members.append(#""failure": { "a.b": "\"no\"" }"#) }
    if chance(3) { members.append(#""style": "\#(pick(Self.styles))""#) }
    return members.joined(separator: ", ")
  }

  private var environments: String { #""environments": { "main": "https://{shop}.example.com/{in}" }"# }

  private static let credentials = [
    #""none""#, #""bearer""#, #""basic""#, #""headers""#, #"{ "header": "X-Key" }"#,
    #"{ "query": "api key", "name": "let" }"#,
    #"{ "scheme": "Bot" }"#, #"{ "all": ["basic", { "header": "X-Key" }, { "query": "k" }] }"#,
    #"{ "any": ["bearer", { "all": ["basic", { "header": "X-In", "name": "in" }] }, { "query": "k", "name": "default" }] }"#,
  ]

  private static let styles = ["brackets", "indexed", "json", "repeated", "comma"]

  /// Endpoints of every kind of body and response.
  mutating func calls() -> [String] { (0..<number(1...5)).map { call($0) } }

  private mutating func call(_ place: Int) -> String {
    var keys = [
      #""request": "\#(pick(["POST", "PUT", "PATCH"])) /calls/{+rest}/\#(place)""#,
      #""parameters": { "rest": "string" }"#, body(), #""responses": { \#(responses()) }"#,
    ]
    if chance(2) {
      let type = pick(["[\(plainType())]?", "{\(plainType())}?", "[\(type())]?", "{\(type())}?", type()])
      keys.append(#""query": { "at": { "type": "\#(type)", "style": "json" }, "on": { "const": true } }"#)
    }
    if chance(3) { keys.append(#""authentication": "none", "scopes": ["a:b"]"#) }
    if chance(3), let error = models.first { keys.append(#""errors": { "404": "\#(error)", "5XX": "\#(error)" }"#) }
    return #""calls.call\#(place)": { \#(keys.joined(separator: ", ")) }"#
  }

  private mutating func body() -> String {
    switch number(0...7) {
    case 0: #""body": "\#(pick(["bytes", "text", "bytes?", "text?"]))""#
    case 1: #""body": "lines<\#(type())>""#
    case 2: #""body": "\#(models.first ?? "string")?""#
    case 3: #""body": { \#(fields(files: true)) }, "encoding": "multipart""#
    case 4:
      #""body": { \#(fields(files: false)) }, "encoding": "form", "style": "\#(pick(["brackets", "indexed", "json"]))""#
    case 5: #""body": { \#(fields(files: false)) }, "wrap": "data""#
    default: #""body": { \#(fields(files: false)) }"#
    }
  }

  private mutating func fields(files: Bool) -> String {
    var members = wireNames(number(1...4)).enumerated().map { place, wire in
      #""\#(wire.wire)": { "type": "\#(pick([type(), plainType() + "?", type() + "?"]))", "name": "field\#(place)" }"#
    }
    members.append(#""fixed": { "const": \#(pick(["1", "1.5", "true", #""a\"b\\""#])) }"#)
    if chance(2) { members.append(#""when": { "type": "[timestamp]?", "wire": "unix" }"#) }
    if files { members.append(#""file": "file", "more": "[file]?""#) }
    return members.joined(separator: ", ")
  }

  private mutating func responses() -> String {
    let content = pick([
      "bytes", "text", "lines<\(type())>", "lines<text>", "events<\(type())>", "events<text>", "lines<json>", type(),
    ])
    return pick([
      #""200": "\#(content)""#, #""200": "\#(content)", "304": "nothing""#,
      #""200": "\#(content)", "201": "\#(content)", "2XX": "nothing""#, #""2XX": "\#(content)""#,
      #""200": "\#(content)", "202": "\#(models.first ?? "json")""#,
      #""200": { "type": "timestamp", "wire": "unix" }"#,
      #""200": { "type": "[bool]", "wire": "int" }, "302": "nothing""#,
    ])
  }
}
