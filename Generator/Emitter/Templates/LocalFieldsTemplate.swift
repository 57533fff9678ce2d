import TributaryLanguage

/// The fields of a record, or of a model in one, as local queries name them.
struct LocalFieldsTemplate {
  var model: ModelDeclaration
  var symbols: Symbols

  var code: Code {
    """
    nonisolated extension \(ReservedWords.escape(model.name)): LocalModel {
      /// The fields of `\(model.name)` that a local query can name.
      \(access)nonisolated struct LocalFields: LocalFieldNames {
        \(access)init() {}

        \(Code(model.fields.filter { $0.constant == nil }.map(property)))
      }
    }
    """
  }

  private var access: String { model.access.modifier }

  private func property(_ field: FieldDeclaration) -> Code {
    let names = ([field.wireName] + field.aliases).map(Escaping.literal)
    let list = names.joined(separator: ", ")
    let body =
      field.wire.map { "LocalName(\(list), as: .\($0.rawValue))" } ?? (names.count == 1 ? list : "[\(list)]")
    let name = ReservedWords.escape(UniqueName.make(field.name, avoiding: Self.taken))
    return Code("\(access)var \(name): LocalName<\(type(field.type.wrapped))>", body: body)
  }

  /// What a field holds when it holds something. How a list treats an element that does not decode makes no difference.
  private func type(_ type: TypeReference) -> String {
    if case .records(let element) = type { return "[\(self.type(element))]" }
    return symbols.spelling(type, in: model)
  }

  /// What the runtime's `LocalField` has for every type of value, and would hide.
  private static let taken: Set<String> = ["contains", "isMissing", "matches"]
}
