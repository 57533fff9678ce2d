extension SpecFolder {
  private static let api =
    #"{"module": "Synthetic", "environments": {"main": "https://a.example"}, "names": "snake_case"}"#

  /// Models of twelve fields, every second one optional, each with an endpoint; ten to a file.
  static func synthetic(models: Int) -> SpecFolder {
    let fields = [
      "\"id\": \"id\"", "\"first_name\": \"string\"", "\"owner_id\": \"int?\"", "\"is_active\": \"bool\"",
      "\"ratio\": \"double?\"", "\"created_at\": \"timestamp\"", "\"price_amount\": \"decimal?\"",
      "\"description\": \"string\"", "\"item_count\": \"int?\"", "\"external_key\": \"uuid\"",
      "\"tags\": \"[string]?\"",
      "\"due_date\": \"date\"",
    ].joined(separator: ", ")
    var texts = ["api.json": api]
    for start in stride(from: 0, to: models, by: 10) {
      let numbers = start..<min(models, start + 10)
      let declarations = numbers.map { "\"Record\($0)\": {\"summary\": \"A record.\", \"fields\": {\(fields)}}" }
      let endpoints = numbers.map { number in
        """
        "records\(number).get": {"request": "GET /records\(number)/{id}", "parameters": {"id": "id<Record\(number)>"}, \
        "query": {"include": "string?"}, "responses": {"200": "Record\(number)"}}
        """
      }
      texts["file\(start).json"] = """
        {"models": {\(declarations.joined(separator: ", "))}, "endpoints": {\(endpoints.joined(separator: ", "))}}
        """
    }
    return SpecFolder(texts)
  }

  /// Names that are so long that nothing fits on a line.
  static var longNames: SpecFolder {
    let word = "a_rather_long_name_for_something_small"
    let type = "ARatherLongNameForATypeThatIsRare"
    let fields = (0..<14).map { "\"\(word)_\($0)\": \"\($0 % 2 == 0 ? type : "[\(type)]?")\"" }
    let summary = String(repeating: "A summary that goes on and on, ", count: 12) + "and ends."
    return SpecFolder([
      "api.json": api,
      "long.json": """
      {
        "enums": { "\(type)": { "summary": "\(summary)", "raw": "string", "cases": { "\(word)": "\(word)" } } },
        "models": {
          "\(type)s": { "summary": "\(summary)", "fields": { \(fields.joined(separator: ", ")) } },
          "\(type)Of<AnItemOfSomeKind, AnotherItemOfSomeKind, AThirdItem>": {
            "fields": { "a": "AnItemOfSomeKind", "b": "AnotherItemOfSomeKind", "c": "AThirdItem" }
          }
        },
        "endpoints": {
          "\(word).\(word)": {
            "summary": "\(summary)",
            "reference": "https://example.com/\(String(repeating: word, count: 3))",
            "request": "POST /\(word)/{\(word)}",
            "parameters": { "\(word)": "string" },
            "query": { "\(word)_1": "[\(type)]", "\(word)_2": "\(type)?", "\(word)_3": "\(type)?", "\(word)_4": "\(type)?" },
            "body": "\(type)s",
            "responses": { "200": "\(type)s", "201": "\(type)", "204": "nothing" }
          }
        }
      }
      """,
    ])
  }
}
