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
    let endpoints = endpoints.filter { $0.group == group }.map { EndpointTemplate($0, symbols: symbols).code }
    return """
      /// The endpoints of `\(group)`.
      \(Code("public var \(ReservedWords.escape(group)): \(type)", body: "\(type)(service: service)"))

      /// The endpoints of `\(group)`: each a method that calls, and a static function that gives the call as a value.
      public nonisolated struct \(type): Sendable {
        let service: ServiceClient

        \(Code(endpoints, separatedByBlankLines: true))
      }
      """
  }
}
