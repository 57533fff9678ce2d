import Foundation

/// A large spec folder: 300 models of 12 fields and 300 endpoints in 30 files.
enum SyntheticSpecs {
  static let pairs = 300

  static func write(to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let api = """
      {
        "module": "Synthetic", "summary": "A large service.", "authentication": "bearer", "names": "snake_case",
        "environments": { "production": "https://synthetic.example.com" }, "identifiers": "int"
      }
      """
    try Data(api.utf8).write(to: folder.appending(path: "api.json"))
    for file in 0..<30 {
      let numbers = (0..<10).map { file * 10 + $0 }
      let text = """
        {
          "models": {
        \(numbers.map(model).joined(separator: ",\n"))
          },
          "endpoints": {
        \(numbers.map(endpoint).joined(separator: ",\n"))
          }
        }
        """
      try Data(text.utf8).write(to: folder.appending(path: "part_\(file).json"))
    }
  }

  private static func model(_ number: Int) -> String {
    """
        "Thing\(number)": {
          "summary": "A thing of kind \(number).",
          "fields": {
            "id": "id", "name": "string", "nick_name": "string?", "count": "int", "is_active": "bool?",
            "price": "decimal?", "created_at": "timestamp", "updated_at": "timestamp?", "tags": "[string]?",
            "owner_id": "id<Thing\(number / 10 * 10)>?", "notes": { "type": "string?", "summary": "What was said." },
            "attributes": "{string}?"
          }
        }
    """
  }

  private static func endpoint(_ number: Int) -> String {
    """
        "things\(number).list": {
          "summary": "The things of kind \(number).",
          "request": "GET /kinds/{kind_id}/things\(number)",
          "parameters": { "kind_id": "int" },
          "query": { "page": "int?", "name": "string?" },
          "responses": { "200": "[Thing\(number)]" }
        }
    """
  }
}
