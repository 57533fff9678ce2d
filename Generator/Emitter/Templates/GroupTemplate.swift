import TributaryLanguage

/// A group of endpoints, as an extension of the client.
struct GroupTemplate {
  var group: String
  var endpoints: [EndpointDeclaration]
  var symbols: Symbols

  var code: Code {
    """
    nonisolated extension Client {
      /// The endpoints of `\(group)`.
      public var \(ReservedWords.escape(group)): \(type) { \(type)(service: service) }

      /// The endpoints of `\(group)`.
      public nonisolated struct \(type): Sendable {
        let service: ServiceClient

        \(Code(endpoints.map { EndpointTemplate($0, symbols: symbols).code }, separatedByBlankLines: true))
      }
    }
    """
  }

  private var type: String { ReservedWords.escape(group.capitalizingFirst()) }
}
