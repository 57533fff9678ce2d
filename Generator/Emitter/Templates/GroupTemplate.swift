import TributaryLanguage

/// The endpoints of one group in one file, as an extension of the client.
struct GroupTemplate {
  var group: String
  var file: SpecFile
  var symbols: Symbols

  var code: Code {
    guard symbols.isFirst(file, of: group) else {
      return """
        nonisolated extension \(symbols.client).\(type) {
          \(endpoints)
        }
        """
    }
    return """
      nonisolated extension \(symbols.client) {
        /// The endpoints of `\(group)`.
        public var \(symbols.groupProperty(group)): \(type) { \(type)(\(service): service) }

        /// The endpoints of `\(group)`.
        public nonisolated struct \(type): Sendable {
          let \(service): ServiceClient

          \(endpoints)
        }
      }
      """
  }

  private var type: String { ReservedWords.escape(symbols.groupType(group)) }

  /// The property that sends, by a name that no endpoint of the group has.
  private var service: String { symbols.serviceProperty(of: group) }

  private var endpoints: Code {
    let endpoints = file.endpoints.filter { $0.group == group }
    return Code(
      endpoints.map { EndpointTemplate($0, symbols: symbols, service: service).code }, separatedByBlankLines: true)
  }
}
