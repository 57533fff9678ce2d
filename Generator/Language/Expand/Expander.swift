/// Expands the short forms of a spec: parsed form in, parsed form out.
///
/// Drafts and patches get the fields of the models that they are made from, resources become endpoints. Everything
/// later treats them like what is written in full; expanded parts keep the positions of their originals, so that an
/// error is shown where it can be fixed.
struct Expander {
  /// How many fields and parameters are made at most, so that a small spec cannot become a huge one.
  static let limit = 100_000

  let folder: ParsedFolder
  /// The models of the folder that have fields of their own, by name.
  let models: [String: ParsedModel]
  /// What the names of types mean, by name.
  let kinds: [String: DeclaredKind]
  var findings: Findings
  private var count = 0

  /// Expands a folder.
  static func expand(_ folder: inout ParsedFolder, _ findings: inout Findings) {
    folder.fillAccess()
    folder.fillIdentifiers()
    Mixins.expand(&folder, kinds: folder.kinds, &findings)
    var expander = Expander(folder, findings)
    expander.checkConventions()
    for file in folder.files.indices {
      folder.files[file].models = folder.files[file].models.map { expander.expanded($0) }
      let made = folder.files[file].resources.flatMap { expander.endpoints(of: $0) }
      let all = (made + folder.files[file].endpoints).map { expander.prefixed(expander.paged($0)) }.enumerated()
      folder.files[file].endpoints = all.sorted { left, right in
        (left.element.order, left.offset) < (right.element.order, right.offset)
      }.map(\.element)
    }
    findings = expander.findings
  }

  private init(_ folder: ParsedFolder, _ findings: Findings) {
    self.folder = folder
    self.findings = findings
    let models = folder.files.flatMap(\.models)
    self.models = Dictionary(models.map { ($0.name.value, $0) }) { first, _ in first }
    kinds = folder.kinds
  }

  /// What stands before paths without parameters; one with parameters is the client's.
  private var sharedPrefix: String {
    guard let prefix = folder.api?.prefix, prefix.parameters.isEmpty else { return "" }
    guard case .literal(let text)? = prefix.parts.first else { return "" }
    return text
  }

  /// An endpoint with the prefix of its path. An endpoint with a base URL of its own has no prefix.
  private func prefixed(_ endpoint: ParsedEndpoint) -> ParsedEndpoint {
    let prefix = endpoint.prefix ?? (endpoint.base == nil ? sharedPrefix : "")
    guard !prefix.isEmpty, var request = endpoint.request else { return endpoint }
    var endpoint = endpoint
    if case .literal(let text)? = request.path.first {
      request.path[0] = .literal(prefix + text)
    } else {
      request.path.insert(.literal(prefix), at: 0)
    }
    endpoint.request = request
    return endpoint
  }

  /// Counts what is about to be made, and reports once if it is too much.
  mutating func admit(_ number: Int, at location: Location) -> Bool {
    let wasTooMuch = count > Self.limit
    count += number
    if count <= Self.limit { return true }
    guard !wasTooMuch else { return false }
    findings.error(
      "the derived declarations have more than \(Self.limit) fields and parameters from here on",
      at: location)
    return false
  }
}

extension ParsedFolder {
  /// What the names of declared types stand for.
  fileprivate var kinds: [String: DeclaredKind] {
    var kinds: [String: DeclaredKind] = [:]
    for file in files {
      for name in file.enums.map(\.name.value) { kinds[name] = .enumeration }
      for union in file.unions {
        kinds[union.name.value] = .union(
          parameters: union.parameters.count, isToldByField: union.isToldByField)
      }
    }
    for model in files.flatMap(\.models) { kinds[model.name.value] = .model(parameters: model.parameters.count) }
    return kinds
  }
}

extension ParsedEndpoint {
  /// Its position among the endpoints of its file: that of its own key or its resource's.
  fileprivate var order: Location { resource?.location ?? key.location }
}
