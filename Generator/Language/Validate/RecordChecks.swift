/// Records: what stores keep has a name of its own and an identifier.
enum RecordChecks {
  static func run(_ folder: ResolvedFolder, _ findings: inout Findings) {
    var names: [String: Location] = [:]
    for model in folder.models {
      guard let record = model.parsed.record else { continue }
      if !isName(record.value) {
        findings.error(
          "\(record.value.quoted) cannot be the name of a record", at: record.location,
          advice: "write small letters, digits and underscores, beginning with a letter")
      } else if let other = names[record.value] {
        findings.error(
          "another model has the record \(record.value.quoted)", at: record.location, advice: "give it another name",
          notes: [Located(value: "it is this one", location: other)])
      } else {
        names[record.value] = record.location
      }
      checkIdentity(of: model, at: record.location, &findings)
    }
  }

  private static func checkIdentity(of model: ResolvedModel, at location: Location, _ findings: inout Findings) {
    guard model.parsed.parameters.isEmpty else {
      findings.error("a model with parameters cannot be a record", at: location, advice: "remove \"record\"")
      return
    }
    // A field whose name or type could not be read may be the one that is looked for.
    let isIdentified =
      !model.parsed.knowsFields
      || model.fields.contains { field in
        guard let type = field.type, !field.name.isEmpty else { return true }
        return field.name == "id" && type.value == .identifier(model: model.parsed.name.value)
      }
    if !isIdentified {
      findings.error(
        "a record needs the field \"id\" of the type \"id\"", at: location,
        advice: "if the service uses another name, write {\"type\": \"id\", \"name\": \"id\"}")
    }
  }

  private static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, UInt8(ascii: "a")...UInt8(ascii: "z") ~= first else { return false }
    return text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
      default: false
      }
    }
  }
}
