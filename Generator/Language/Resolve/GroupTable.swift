/// The groups of endpoints of a folder, and the methods in each.
struct GroupTable {
  private struct Group {
    var file: String
    var location: Location
    var endpoints: NameScope
  }

  private var groups: [String: Group] = [:]

  /// The group and the method that a key such as `documents.list` names.
  ///
  /// - Returns: The names, or empty texts if the key is invalid, which is reported.
  mutating func names(
    of endpoint: ParsedEndpoint, file: String, types: TypeTable, _ findings: inout Findings
  ) -> (group: String, name: String) {
    let key = endpoint.key
    let place = endpoint.resource?.location ?? key.location
    let parts = key.value.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, parts.allSatisfy(Self.isValid) else {
      findings.error(
        "\(key.value.quoted) cannot be the name of an endpoint", at: key.location,
        advice: "write a group and a method, such as \"documents.list\", each beginning with a small letter")
      return ("", "")
    }
    let (group, name) = (parts[0], parts[1])
    if groups[group] == nil {
      begin(group, file: file, at: place, types: types, &findings)
    }
    if let other = groups[group], other.file != file {
      findings.error(
        "the group \(group.quoted) has endpoints in another file", at: place,
        advice: "keep a group in one file", notes: [Located(value: "it begins here", location: other.location)])
      return (group, name)
    }
    // A list with pages, or by queries, has one more method.
    for method in [name]
      + (endpoint.pages == nil && !endpoint.takesQuery ? [] : [EndpointDeclaration.pagesName(of: name)])
    {
      groups[group]?.endpoints.give(
        Located(value: method, location: key.location), wayOut: "give it another name", &findings)
    }
    return (group, name)
  }

  private mutating func begin(
    _ group: String, file: String, at location: Location, types: TypeTable, _ findings: inout Findings
  ) {
    groups[group] = Group(
      file: file, location: location, endpoints: NameScope(of: "endpoint", reserved: ReservedNames.groupsAndEndpoints))
    let type = group.capitalizingFirst()
    if ReservedNames.groupsAndEndpoints.contains(group) || ReservedNames.isType(type) {
      findings.error(
        "a group cannot have the name \(group.quoted), which is taken", at: location,
        advice: "give it another name")
    } else if let entry = types.entries[type] {
      findings.error(
        "the group \(group.quoted) becomes the type Client.\(type), which would hide the type \(type.quoted)",
        at: location, advice: "give one of them another name",
        notes: [Located(value: "the type", location: entry.location)])
    }
  }

  private static func isValid(_ name: String) -> Bool {
    Identifier.isValid(name) && !(name.unicodeScalars.first?.properties.isUppercase ?? true)
  }
}
