import TributaryLanguage

/// A path as the runtime is given it: `"/folders/\(folderID)/documents"`.
struct PathTemplate {
  private let parts: [EndpointDeclaration.PathPart]
  private let names: [String: String]

  /// A path and the parameters, of whatever place, among which its own are.
  init(_ parts: [EndpointDeclaration.PathPart], _ parameters: [ParameterDeclaration]) {
    self.parts = parts
    names = Dictionary(
      parameters.filter { $0.place == .path }.map { ($0.wireName, $0.name) }, uniquingKeysWith: { $1 })
  }

  /// The string literal.
  var literal: String {
    let pieces = parts.map { part in
      switch part {
      case .literal(let text): Escaping.literalContent(text)
      case .parameter(let name): "\\(\(ReservedWords.escape(names[name] ?? name)))"
      case .segments(let name): "\\(segments: \(ReservedWords.escape(names[name] ?? name)))"
      }
    }
    return "\"" + pieces.joined() + "\""
  }
}
