import TributaryLanguage

/// The type that reads the header fields of responses that have a meaning.
struct ResponseHeadersTemplate {
  var symbols: Symbols

  var code: Code {
    guard !symbols.api.responseHeaders.isEmpty else { return .nothing }
    return """
      /// Header fields of a response, each `nil` where it is missing or is something else.
      \(access)nonisolated struct ResponseHeaders: Sendable {
        private let fields: HTTPHeaders

        /// Those of a response.
        \(access)init(_ fields: HTTPHeaders) { self.fields = fields }
        /// Those of a call's response.
        \(access)init<Response>(_ exchange: Exchange<Response>) { self.init(exchange.response.headers) }
        /// Those of an error's response.
        \(access)init(_ error: APIError) { self.init(error.headers) }

        \(Code(fields))
      }
      """
  }

  private var access: String { symbols.api.access.modifier }

  private var fields: [Code] {
    symbols.api.responseHeaders.map { field in
      let declaration = "\(access)var \(ReservedWords.escape(field.name)): \(symbols.spelling(field.type))?"
      let wire = field.wire.map { ", as: .\($0 == .rfc2822 ? "httpDate" : $0.rawValue)" } ?? ""
      return """
        \(Code.documentation(field.summary ?? "`\(field.wireName)`"))
        \(Code.deprecation(field.deprecated))
        \(Code(declaration, body: "fields.value(\(Escaping.literal(field.wireName))\(wire))"))
        """
    }
  }
}
