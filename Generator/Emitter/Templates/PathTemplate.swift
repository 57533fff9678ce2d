import TributaryLanguage

/// A path as the runtime is given it: `"/folders/\(folderID)/documents"`.
struct PathTemplate {
  private let parts: [EndpointDeclaration.PathPart]
  private let values: [String: String]

  /// A path and the parameters, of whatever place, among which its own are.
  init(_ parts: [EndpointDeclaration.PathPart], _ parameters: [ParameterDeclaration]) {
    self.parts = parts
    values = Dictionary(
      parameters.filter { $0.place == .path }.map { parameter in
        let wire = parameter.wire.map { ", as: .\($0.rawValue)" } ?? ""
        return (parameter.wireName, ReservedWords.escape(parameter.name) + wire)
      }, uniquingKeysWith: { $1 })
  }

  /// The string literal.
  var literal: String {
    let pieces = parts.map { part in
      switch part {
      case .literal(let text): Escaping.literalContent(text)
      case .parameter(let name): "\\(\(values[name] ?? name))"
      case .segments(let name): "\\(segments: \(values[name] ?? name))"
      }
    }
    return "\"" + pieces.joined() + "\""
  }
}
