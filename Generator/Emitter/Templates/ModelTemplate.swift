import TributaryLanguage

/// A model: its properties, its memberwise initializer and its one coding.
struct ModelTemplate {
  private let model: ModelDeclaration
  private let symbols: Symbols
  /// The properties.
  private let fields: [FieldCoding]
  /// Everything that is written, including constants, in the order of the table of keys.
  private let members: [FieldCoding]
  // The generator's own names, which differ from the names of fields.
  private let reader: String
  private let writer: String
  private let object: String
  private let key: String

  init(_ model: ModelDeclaration, symbols: Symbols) {
    self.model = model
    self.symbols = symbols
    let taken = Set(model.fields.map(\.name))
    let reader = UniqueName.make("reader", avoiding: taken)
    let writer = UniqueName.make("writer", avoiding: taken)
    (self.reader, self.writer) = (reader, writer)
    object = UniqueName.make("object", avoiding: taken)
    key = UniqueName.make("key", avoiding: taken)
    var members = model.fields.enumerated().map { index, field in
      FieldCoding(
        field: field, index: index,
        wrappedType: symbols.spelling(field.type.wrapped, in: model, parameters: model.parameters),
        isBoxed: symbols.isBoxed(field, in: model), access: model.access.modifier,
        emptyValue: symbols.emptyValue(field.type, hidden: model.parameters), reader: reader,
        writer: writer)
    }
    FieldCoding.giveHiddenNames(&members)
    self.members = members
    fields = members.filter { !$0.isConstant }
  }

  var code: Code {
    """
    \(Code.documentation(model.summary, deprecated: model.deprecated))
    \(header)
      \(identifier)
      \(recordType)
      \(Code(fields.map(\.property)))
      \(unknownFieldsProperty)

      \(memberwiseInitializer)

      \(keys)

      \(access)init(from \(reader): inout JSONReader) throws(JSONError) {
        \(emptyValues)
        \(requiredLocals)
        var \(object) = try \(reader).beginObject(Self.keys)
        while let \(key) = try \(reader).nextKey(&\(object)) {
          switch \(key) {
          \(Code(lines: fields.map(\.reading) + skippedConstants))
          default: \(readingUnknown)
          }
        }
        \(requirements)
        \(Code(decisions.map(\.code)))
      }

      \(access)func encode(into \(writer): inout JSONWriter) {
        \(writer).beginObject()
        \(writing)
        \(model.isOpen ? "\(writer).members(unknownFields)" : .nothing)
        \(writer).endObject()
      }
    }

    \(keysOfGeneric)
    """
  }

  private var access: String { model.access.modifier }

  private var name: String { ReservedWords.escape(model.name) }

  private var isGeneric: Bool { !model.parameters.isEmpty }

  private var isIdentifiable: Bool { symbols.hasIdentifier(model) }

  /// The required fields that are read directly into their properties.
  private var emptyAtFirst: [FieldCoding] { fields.filter(\.isEmptyAtFirst) }

  /// The required fields that have no value before they are read.
  private var required: [FieldCoding] {
    fields.filter { !$0.isOptional && !$0.isChange && !$0.isUnion && !$0.isEmptyAtFirst }
  }

  private var unions: [FieldCoding] { fields.filter(\.isUnion) }

  private var header: Code {
    guard isGeneric else { return "\(access)nonisolated struct \(name): \(conformances) {" }
    let (parameters, conditions) = TypeParameter.clauses(model.parameters)
    return Code(
      PackedList(
        .parameters, "\(access)nonisolated struct \(name)<", parameters, ">: \(conformances)\(conditions) {"))
  }

  private var conformances: String {
    guard isIdentifiable else { return "JSONModel" }
    return model.record == nil ? "JSONModel, Identifiable" : "JSONModel, Identifiable, SyncRecord"
  }

  private var identifier: Code {
    isIdentifiable ? "\(access)typealias ID = Identifier<\(name), \(symbols.identifierRaw(of: model.name))>" : .nothing
  }

  private var recordType: Code {
    guard isIdentifiable, let record = model.record else { return .nothing }
    let service = Escaping.literal(symbols.api.service)
    let value = "RecordType(service: \(service), name: \(Escaping.literal(record)), fields: keys.names)"
    return isGeneric
      ? Code("\(access)static var recordType: RecordType", body: value) : "\(access)static let recordType = \(value)"
  }

  private var unknownFieldsProperty: Code {
    guard model.isOpen else { return .nothing }
    return """
      /// Fields that are not in the spec, as received. They are written back.
      \(access)var unknownFields = JSONFields()
      """
  }

  private var readingUnknown: String {
    model.isOpen
      ? "try unknownFields.readUnknown(of: \(object), from: &\(reader))" : "try \(reader).skipValue()"
  }

  private var memberwiseInitializer: Code {
    guard model.isOpen || !fields.isEmpty else { return "\(access)init() {}" }
    let unknown = model.isOpen ? ["unknownFields"] : []
    let parameters = fields.map(\.parameter) + unknown.map { "\($0): JSONFields = JSONFields()" }
    let places = fields.map(\.storage) + unknown
    let values = fields.map { $0.stored($0.name) } + unknown
    if let place = places.first, let value = values.first, places.count == 1 {
      return Code("\(access)init(\(parameters.joined()))", body: "self.\(place) = \(value)")
    }
    return """
      \(Code(PackedList(.parameters, "\(access)init(", parameters, ") {")))
        \(Code(lines: zip(places, values).map { "self.\($0) = \($1)" }))
      }
      """
  }

  /// The fields that an open model would keep otherwise; any other model skips unknown fields.
  private var skippedConstants: [String] {
    let indexes = members.filter(\.isConstant).map { String($0.index) }
    guard model.isOpen, !indexes.isEmpty else { return [] }
    return ["case \(indexes.joined(separator: ", ")): try \(reader).skipValue()"]
  }

  private var emptyValues: Code {
    Code(lines: emptyAtFirst.compactMap { coding in coding.emptyValue.map { "\(coding.storage) = \($0)" } })
  }

  private var requiredLocals: Code {
    let locals = required.map { "\($0.local): \($0.type)?" } + unions.map { "\($0.local): \($0.contentType)?" }
    return locals.isEmpty ? .nothing : Code(PackedList(.bindings, "var ", locals))
  }

  private var requirements: Code {
    let assignments = required.map { coding in
      "self.\(coding.storage) = try " + coding.stored("\(object).require(\(coding.local), \(coding.index))")
    }
    return Code([Code(decisions.map(\.requirement)), requirement, Code(lines: assignments)])
  }

  /// Requires the fields that are read directly, by their indexes, with a comment that names them.
  private var requirement: Code {
    guard !emptyAtFirst.isEmpty else { return .nothing }
    let names = emptyAtFirst.map(\.field.name).joined(separator: ", ")
    let call = PackedList(.arguments, "try \(object).require(", emptyAtFirst.map { String($0.index) }, ")")
    let line = "\(call.oneLine)  // \(names)"
    // It is nested two levels deep.
    if 4 + line.width <= Page.width { return "\(line)" }
    return Code([Code.comment(names), Code(call)])
  }

  /// The fields that tags decide, which come after everything else is read.
  private var decisions: [UnionDecision] {
    unions.map { UnionDecision(coding: $0, fields: fields, object: object, reader: reader, symbols: symbols) }
  }

  /// The fields in order, several in one statement.
  private var writing: Code {
    var statements: [Code] = []
    var pairs: [String] = []
    func flush() {
      guard !pairs.isEmpty else { return }
      statements.append(Code(FieldStatements(writer: writer, pairs: pairs)))
      pairs = []
    }
    for coding in members {
      guard let statement = coding.ownStatement else {
        pairs.append(coding.pair)
        continue
      }
      flush()
      statements.append("\(statement)")
    }
    flush()
    return Code(statements)
  }

  private var keys: Code {
    isGeneric
      ? "static var keys: JSONKeys { \(fileKeysName) }" : keyTable(declaredAs: "static let keys")
  }

  /// A generic type cannot have a static table, so the table is beside it.
  private var keysOfGeneric: Code {
    isGeneric ? keyTable(declaredAs: "private nonisolated let \(fileKeysName)") : .nothing
  }

  private var fileKeysName: String { "keysOf\(model.name)" }

  private func keyTable(declaredAs declaration: String) -> Code {
    let names = members.map { PackedList.Item.text(Escaping.literal($0.field.wireName)) }
    let aliases = fields.flatMap { coding in
      coding.field.aliases.map { "\(Escaping.literal($0)): \(coding.index)" }
    }
    let others = aliases.isEmpty ? [] : [PackedList.Item.list(PackedList(.elements, "aliases: [", aliases, "]"))]
    return Code(PackedList(.arguments, "\(declaration) = JSONKeys(", names + others, ")"))
  }
}
