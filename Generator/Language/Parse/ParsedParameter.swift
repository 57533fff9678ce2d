import TributaryJSON

/// A parameter of an endpoint as it is written.
struct ParsedParameter: Sendable {
  var wireName: Located<String>
  var name: Located<String>?
  var type: TypeExpression?
  var summary: String?
  var style: Located<ParameterDeclaration.Style>?
  /// How the value travels, when it is said.
  var wire: Located<WireForm>?
  /// What a list can be sorted by, when that is what the parameter says.
  var sortFields: [Located<String>]?
  /// Whether it is the identifier at the end of the path, which needs no label.
  var isIdentifier = false
  /// Whether its name on the wire can be changed by the caller.
  var isRenamable = false
  /// What is sent, when that is fixed.
  var constant: Located<ConstantValue>?
  var deprecated: String?
}

extension FileReader {
  static let parameterKeys = ["type", "const", "name", "summary", "deprecated", "wire"]
  static let queryParameterKeys = parameterKeys + ["style", "renamable"]
  static let bodyFieldKeys = parameterKeys + ["style"]

  /// The parameters of an object: names on the wire with types, or with objects of the given keys.
  mutating func parameters(_ node: JSONNode?, _ what: String, keys: [String]) -> [ParsedParameter] {
    guard let node, let members = entries(of: node, what) else { return [] }
    return members.map { member in
      var parameter = ParsedParameter(wireName: Located(value: member.key, location: location(member.keyOffset)))
      guard case .object = member.value.kind else {
        parameter.type = type(member.value, "a parameter's type")
        return parameter
      }
      guard let parts = parts(of: member.value, "a parameter of \(what)", keys: keys) else { return parameter }
      parameter.deprecated = sentence(parts["deprecated"], "\"deprecated\"")
      if parts["const"] != nil {
        parameter.constant = constant(parts)
        parameter.summary = prose(parts["summary"], "the summary")
        return parameter
      }
      parameter.type = type(parts["type"], "a parameter's type")
      if parts.lacks("type") {
        findings.error("\"type\" is missing", at: parameter.wireName.location)
      }
      parameter.name = string(parts["name"], "\"name\"")
      parameter.summary = prose(parts["summary"], "the summary")
      parameter.isRenamable = bool(parts["renamable"], "\"renamable\"")
      parameter.wire = located(parts["wire"], "\"wire\"")
      parameter.style = located(parts["style"], "\"style\"")
      return parameter
    }
  }
}
