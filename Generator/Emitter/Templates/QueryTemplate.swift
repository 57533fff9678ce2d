import TributaryLanguage

/// The query API of a model: the fields that a query can use, each with its operators, and the same as a table.
struct QueryTemplate {
  private let query: QueryDeclaration
  private let symbols: Symbols
  private let fields: [Field]

  /// A field, and the type that conforms to the protocols of its operators.
  private struct Field {
    var declaration: QueryDeclaration.Field
    var operators: String
  }

  init(_ query: QueryDeclaration, symbols: Symbols) {
    self.query = query
    self.symbols = symbols
    var taken: Set<String> = []
    fields = query.fields.map { field in
      let name = UniqueName.make(field.name.capitalizingFirst() + "Operators", avoiding: taken)
      taken.insert(name)
      return Field(declaration: field, operators: name)
    }
  }

  var code: Code {
    """
    nonisolated extension \(model): Queryable {
      \(documentation)
      \(access)nonisolated struct Fields: QueryFields {
        \(access)typealias Entity = \(model)
        \(Code(fields.map(operators)))

        \(access)init() {}

        \(Code(fields.map(property)))
        \(remoteID)

        \(deleted)

        \(Code(PackedList(.arguments, "\(access)static let schema = QuerySchema(", schema, ")")))
      }
    }

    \(Code(fields.compactMap(methods), separatedByBlankLines: true))
    """
  }

  private var access: String { (symbols.model(query.model)?.access ?? .public).modifier }

  private var model: String { ReservedWords.escape(query.model) }

  private var documentation: Code {
    Code.documentation(query.summary ?? "The fields of `\(query.name)` that a query can name.")
  }

  // MARK: Fields

  private func operators(_ field: Field) -> Code {
    var protocols = field.declaration.operators.compactMap(\.meaning.protocolName)
    if field.declaration.isSortable { protocols.append("SortableField") }
    if protocols.isEmpty { protocols = ["FilterOperators"] }
    let names = field.declaration.operators.filter { $0.wireName != $0.meaning.standardName }
      .compactMap { element in
        element.meaning.memberName.map { "\(access)static var \($0): String { \(Escaping.literal(element.wireName)) }" }
      }
    let header = "\(access)nonisolated enum \(field.operators): "
    // It is nested two levels deep. Where its protocols take several lines, the brace has one of its own.
    guard 4 + header.count + protocols.joined(separator: ", ").count + 3 > Page.width else {
      let line = header + protocols.joined(separator: ", ")
      return names.isEmpty
        ? "\(line) {}"
        : """
        \(line) {
          \(Code(lines: names))
        }
        """
    }
    return """
      \(Code(PackedList(.bindings, header, protocols)))
      \(names.isEmpty ? "{}" : "{")
        \(Code(lines: names))
      \(names.isEmpty ? Code.nothing : "}")
      """
  }

  private func property(_ field: Field) -> Code {
    let name = ReservedWords.escape(field.declaration.name)
    let type = "FilterField<\(model), \(symbols.spelling(field.declaration.type)), \(field.operators)>"
    var arguments = [Escaping.literal(field.declaration.wireName)]
    if !field.declaration.valueType.isEmpty { arguments.append(Escaping.literal(field.declaration.valueType)) }
    if let wire = field.declaration.wire { arguments.append("as: .\(wire.rawValue)") }
    var comment = DocumentationComment()
    comment.paragraph(field.declaration.summary)
    if let reason = field.declaration.deprecated { comment.paragraph("Deprecated. \(reason)") }
    return """
      \(comment.code)
      \(Code("\(access)var \(name): \(type)", body: "FilterField(\(arguments.joined(separator: ", ")))"))
      """
  }

  private var remoteID: Code {
    guard query.remoteIDs != nil else { return .nothing }
    return """
      /// The identifiers by which connections know a record.
      \(Code("\(access)var remoteID: RemoteIDField<\(model)>", body: "RemoteIDField()"))
      """
  }

  /// What a query can say about deleted records in addition to what the runtime already knows.
  private var deleted: Code {
    let values = query.deletions?.values.filter { $0.wireName != "both" } ?? []
    guard !values.isEmpty else { return .nothing }
    let constants = values.map { value in
      "\(access)static let \(ReservedWords.escape(value.name)) = DeletedRecords.other(\(Escaping.literal(value.wireName)))"
    }
    return """
      /// What a query can say of deleted records: `.deleted(\(model).Fields.\(deletedName).\(values[0].name))`.
      \(access)nonisolated enum \(deletedName) {
        \(Code(lines: constants))
      }
      """
  }

  private var deletedName: String { symbols.nested("Deleted") }

  /// Methods for operators that only the service understands.
  private func methods(_ field: Field) -> Code? {
    let methods = field.declaration.operators.compactMap { element in
      element.method.map { method -> Code in
        let name = ReservedWords.escape(method)
        let wireName = Escaping.literal(element.wireName)
        let code =
          switch element.argument {
          case .one: Code("\(access)func \(name)(_ value: Value) -> Filter<Entity>", body: "`is`(\(wireName), value)")
          case .several:
            Code(
              "\(access)func \(name)(_ values: some Sequence<Value>) -> Filter<Entity>",
              body: "`is`(\(wireName), anyOf: values)")
          case .nothing: Code("\(access)var \(name): Filter<Entity>", body: "`is`(\(wireName))")
          }
        let words = Escaping.lines(element.wireName).joined(separator: " ")
        let standard = "`\(words)`, which only the service understands."
        return """
          \(Code.documentation(element.summary ?? standard))
          \(code)
          """
      }
    }
    guard !methods.isEmpty else { return nil }
    return """
      nonisolated extension FilterField where Operators == \(model).Fields.\(field.operators) {
        \(Code(methods))
      }
      """
  }

  // MARK: Table

  private var schema: [PackedList.Item] {
    var parts: [PackedList.Item] = [
      .text(Escaping.literal(query.name)), .list(PackedList(.elements, "[", fields.map(entry), "]")),
    ]
    if let path = query.remoteIDs { parts.append(.text("remoteIDs: \(literal(path))")) }
    if let deletions = query.deletions { parts.append(.list(list(deletions))) }
    if symbols.api.queryWire != nil { parts.append(.text("shape: .service")) }
    return parts
  }

  private func entry(_ field: Field) -> PackedList.Item {
    let operators = field.declaration.operators.map { element in
      "\(Escaping.literal(element.wireName)): \(element.meaning.memberName.map { "." + $0 } ?? "nil")"
    }
    var arguments: [PackedList.Item] = [
      operators.isEmpty ? .text("[:]") : .list(PackedList(.elements, "[", operators, "]"))
    ]
    if let path = field.declaration.path { arguments.append(.text("path: \(literal(path))")) }
    if let wire = field.declaration.recordWire { arguments.append(.text("form: .\(wire.rawValue)")) }
    let shapes = field.declaration.operators.compactMap { element in
      element.shape.map { $0.item("\(Escaping.literal(element.wireName)): ") }
    }
    if !shapes.isEmpty { arguments.append(.list(PackedList(.elements, "shapes: [", shapes, "]"))) }
    if field.declaration.isSortable { arguments.append(.text("isSortable: true")) }
    let name = ReservedWords.escapeMember(field.declaration.name)
    return .list(PackedList(.arguments, "Self().\(name).entry(", arguments, ")"))
  }

  private func list(_ deletions: QueryDeclaration.Deletions) -> PackedList {
    var parts: [String] = []
    if !deletions.values.isEmpty { parts.append("values: \(literal(deletions.values.map(\.wireName)))") }
    if let standard = deletions.standard { parts.append("standard: \(Escaping.literal(standard))") }
    if let marker = deletions.marker {
      let value = deletions.markerValue.map { ", value: \(Escaping.literal($0))" } ?? ""
      parts.append("marker: DeletionMarker(\(literal(marker))\(value))")
    }
    return PackedList(.arguments, "deletions: QuerySchema.Deletions(", parts, ")")
  }

  private func literal(_ texts: [String]) -> String {
    "[\(texts.map(Escaping.literal).joined(separator: ", "))]"
  }
}

extension QueryDeclaration.Meaning {
  /// The runtime's name for it, which is that of the comparison and of the member that holds its name on the wire.
  fileprivate var memberName: String? { self == .serverOnly ? nil : rawValue }

  fileprivate var protocolName: String? { memberName.map { $0.capitalizingFirst() + "Operator" } }

  /// The name on the wire that the runtime assumes.
  fileprivate var standardName: String? {
    switch self {
    case .equal: "eq"
    case .greater: "gt"
    case .notEqual, .atLeast, .less, .atMost, .oneOf, .noneOf, .present, .absent, .serverOnly: nil
    }
  }
}
