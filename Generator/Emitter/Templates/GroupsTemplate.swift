import TributaryLanguage

/// The groups of endpoints of one file, as an extension of the client.
struct GroupsTemplate {
  var endpoints: [EndpointDeclaration]
  var symbols: Symbols

  var code: Code {
    guard !endpoints.isEmpty else { return .nothing }
    return """
      nonisolated extension Client {
        \(Code(groups.map(code), separatedByBlankLines: true))
      }
      """
  }

  private var groups: [String] {
    var groups: [String] = []
    for endpoint in endpoints where !groups.contains(endpoint.group) { groups.append(endpoint.group) }
    return groups
  }

  private func code(_ group: String) -> Code {
    let type = ReservedWords.escape(group.capitalizingFirst())
    let declarations = endpoints.filter { $0.group == group }
    let access = (declarations.map(\.access).max() ?? .public).modifier
    let endpoints = declarations.map { EndpointTemplate($0, symbols: symbols).code }
    return """
      \(Code("\(access)var \(ReservedWords.escape(group)): \(type)", body: "\(type)(service: service)"))

      /// The endpoints of `\(group)`: each a method that calls, and a static function that gives the call as a value.
      \(access)nonisolated struct \(type): Sendable {
        let service: ServiceClient

        \(Code(endpoints, separatedByBlankLines: true))
      }
      """
  }
}
