/// Gives models the fields of the models that they name under `with`.
struct Mixins {
  private let folder: ParsedFolder
  private let models: [String: ParsedModel]
  private let kinds: [String: DeclaredKind]
  private var expanded: [String: ParsedModel] = [:]
  /// The models that are being expanded, to detect cycles.
  private var open: Set<String> = []
  /// The models that others have named.
  private var mixedIn: Set<String> = []
  private var count = 0
  private var findings: Findings

  /// Expands all models of a folder, and marks their read-only fields.
  static func expand(_ folder: inout ParsedFolder, kinds: [String: DeclaredKind], _ findings: inout Findings) {
    var mixins = Mixins(folder, kinds, findings)
    for file in folder.files.indices {
      folder.files[file].models = folder.files[file].models.map { mixins.model($0) }
    }
    for file in folder.files.indices {
      for index in folder.files[file].models.indices {
        let name = folder.files[file].models[index].name.value
        folder.files[file].models[index].isMixedIn = mixins.mixedIn.contains(name)
      }
    }
    findings = mixins.findings
  }

  private init(_ folder: ParsedFolder, _ kinds: [String: DeclaredKind], _ findings: Findings) {
    self.folder = folder
    self.kinds = kinds
    self.findings = findings
    models = Dictionary(folder.files.flatMap(\.models).map { ($0.name.value, $0) }) { first, _ in first }
  }

  private mutating func model(_ model: ParsedModel) -> ParsedModel {
    if let done = expanded[model.name.value], done.name.location == model.name.location { return done }
    var result = model
    open.insert(model.name.value)
    if !model.mixins.isEmpty {
      let own = Set(model.fields.map(\.wireName.value))
      let mixed = fields(of: model).filter { !own.contains($0.wireName.value) }
      result.fields = model.mixesInLast ? model.fields + mixed : mixed + model.fields
    }
    open.remove(model.name.value)
    result.markReadOnlyFields(&findings)
    expanded[model.name.value] = result
    return result
  }

  /// The fields that a model gets, each once.
  private mutating func fields(of model: ParsedModel) -> [ParsedField] {
    var result: [ParsedField] = []
    var origins: [String: (mixin: String, location: Location)] = [:]
    let own = Set(model.fields.map(\.wireName.value))
    for expression in model.mixins {
      guard let (mixin, fields) = fields(of: expression, for: model) else { continue }
      for field in fields {
        let name = field.wireName
        guard let other = origins[name.value] else {
          origins[name.value] = (mixin, name.location)
          result.append(field)
          continue
        }
        // A field that two of them have from a third is one field.
        guard other.location != name.location, !own.contains(name.value) else { continue }
        findings.error(
          "\(name.value.quoted) comes from \(other.mixin.quoted) and from \(mixin.quoted); declare it in \"fields\"",
          at: expression.location)
      }
    }
    return result
  }

  /// The fields of a model that another one names, with its arguments in place of its parameters.
  private mutating func fields(
    of expression: TypeExpression, for model: ParsedModel
  ) -> (name: String, fields: [ParsedField])? {
    guard case .named(let name, let arguments) = expression.form, let mixin = mixin(name, at: expression.location)
    else {
      if case .named = expression.form { return nil }
      findings.error("\"with\" takes the names of models", at: expression.location)
      return nil
    }
    guard !open.contains(name) else {
      findings.error("\(name.quoted) has itself in \"with\"", at: expression.location, advice: "remove it")
      return nil
    }
    guard mixin.parameters.count == arguments.count else {
      let example =
        mixin.parameters.isEmpty ? name : "\(name)<\(mixin.parameters.map(\.value).joined(separator: ", "))>"
      findings.error(
        "\(name.quoted) has \(arguments.count) arguments here", at: expression.location,
        advice: "write it as \(example.quoted) is declared")
      return nil
    }
    mixedIn.insert(name)
    count += mixin.fields.count
    guard count <= Expander.limit else {
      if count - mixin.fields.count <= Expander.limit {
        findings.error("\"with\" makes more than \(Expander.limit) fields", at: expression.location)
      }
      return nil
    }
    let fields = self.model(mixin).fields
    guard !arguments.isEmpty else { return (name, fields) }
    let given = Dictionary(zip(mixin.parameters.map(\.value), arguments)) { first, _ in first }
    return (
      name,
      fields.map { field in
        var field = field
        field.type = field.type?.replacing(given)
        return field
      }
    )
  }

  private mutating func mixin(_ name: String, at location: Location) -> ParsedModel? {
    guard let model = models[name] else {
      if let kind = kinds[name] {
        findings.error("\(name.quoted) is \(kind.words); \"with\" takes models", at: location)
      } else if folder.declaresAllTypes {
        findings.error(
          "unknown model \(name.quoted)", at: location,
          misspelling: Misspelling(word: name, candidates: models.keys.sorted()), advice: "declare it under \"models\"")
      }
      return nil
    }
    if let derivation = model.derivation {
      findings.error(
        "\(name.quoted) is itself a derived model", at: location,
        advice: derivation.base.map { "name \($0.value.quoted) here" })
      return nil
    }
    return model
  }
}
