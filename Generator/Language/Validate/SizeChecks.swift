/// Models: no value holds thousands of others in itself.
///
/// A few lines can ask for that, where each model holds two of the one before; no compiler gets through what they say.
enum SizeChecks {
  /// How many plain values, lists and maps a value may hold without a list, a map or a union between.
  static let limit = 4000

  static func run(_ folder: ResolvedFolder, _ index: ModelIndex, _ findings: inout Findings) {
    var sizes = ValueSizes(index, limit: limit)
    let edges = Containment(index, throughOptionals: true).edges
    // What a model contains is in an earlier component than the model.
    for members in StronglyConnected(edges).members {
      let isRecursive = members.count > 1 || members.contains { edges[$0].contains($0) }
      for number in members where number < index.modelCount { sizes.measure(number, isRecursive: isRecursive) }
    }
    for (number, model) in index.models.prefix(index.modelCount).enumerated() {
      let types = model.fields.compactMap(\.type).filter { sizes.hasTooLargePart($0.value) }
      for type in types { report("this type", at: type.location, &findings) }
      guard types.isEmpty, sizes.isTooLarge(number), !edges[number].contains(where: sizes.isTooLarge) else { continue }
      report(model.parsed.name.value.quoted, at: model.parsed.name.location, &findings)
    }
    for endpoint in folder.endpoints {
      for type in ([endpoint.body] + endpoint.errors.map(\.type) + endpoint.responses.map(\.type)).compactMap({ $0 })
      where sizes.hasTooLargePart(type.value) {
        report("this type", at: type.location, &findings)
      }
    }
  }

  private static func report(_ what: String, at location: Location, _ findings: inout Findings) {
    findings.error(
      "a value of \(what) holds more than \(limit) others in itself", at: location,
      advice: "nest fewer models, or put some of them in lists")
  }
}

/// How many values a value of a type contains, and how often each parameter of its model.
private struct ValueSize {
  var own = 0
  var parameters: [String: Int] = [:]

  /// The size where each parameter is one value.
  var total: Int { own + parameters.values.reduce(0, +) }
}

/// The sizes of the models of a folder, as far as they are known; none grows far beyond a limit.
private struct ValueSizes {
  private let index: ModelIndex
  private let limit: Int
  private var models: [ValueSize?]
  private var isRecursive: [Bool]

  init(_ index: ModelIndex, limit: Int) {
    self.index = index
    self.limit = limit
    models = Array(repeating: nil, count: index.models.count)
    isRecursive = Array(repeating: false, count: index.models.count)
  }

  /// Adds up the fields of a model, whose parts have been measured.
  mutating func measure(_ number: Int, isRecursive: Bool) {
    self.isRecursive[number] = isRecursive
    var size = ValueSize()
    for field in index.models[number].fields {
      guard let type = field.type?.value else { continue }
      // What may hold another value of its own model is a reference.
      add(isRecursive && leadsBack(type) ? ValueSize(own: 1) : self.size(of: type), times: 1, to: &size)
    }
    models[number] = size
  }

  func isTooLarge(_ number: Int) -> Bool { (models[number]?.total ?? 0) > limit }

  /// Whether a model with its arguments, anywhere in a type, is too large, unless a model in it already is: that is
  /// reported where the model is declared.
  func hasTooLargePart(_ type: TypeReference) -> Bool {
    switch type {
    case .model(let name, let arguments):
      if index.numbers[name].map(isTooLarge) ?? false { return false }
      if arguments.contains(where: hasTooLargePart) { return true }
      return !arguments.isEmpty && size(of: type).total > limit && !arguments.contains(where: namesTooLarge)
    case .optional(let inner), .change(let inner), .list(let inner), .map(let inner), .records(let inner):
      return hasTooLargePart(inner)
    case .union(_, let arguments): return arguments.contains(where: hasTooLargePart)
    case .scalar, .identifier, .enumeration, .query, .parameter: return false
    }
  }

  private func namesTooLarge(_ type: TypeReference) -> Bool {
    switch type {
    case .model(let name, let arguments):
      index.numbers[name].map(isTooLarge) ?? false || arguments.contains(where: namesTooLarge)
    case .optional(let inner), .change(let inner): namesTooLarge(inner)
    case .scalar, .identifier, .enumeration, .union, .query, .parameter, .list, .map, .records: false
    }
  }

  func size(of type: TypeReference) -> ValueSize {
    switch type {
    case .optional(let wrapped), .change(let wrapped): return size(of: wrapped)
    case .parameter(let name): return ValueSize(parameters: [name: 1])
    case .model(let name, let arguments):
      guard let number = index.numbers[name], let model = models[number] else { return ValueSize(own: 1) }
      var size = ValueSize(own: model.own)
      for (parameter, argument) in zip(index.models[number].parsed.parameters, arguments) {
        add(self.size(of: argument), times: model.parameters[parameter.value] ?? 0, to: &size)
      }
      return size
    case .scalar, .identifier, .enumeration, .union, .query, .list, .map, .records: return ValueSize(own: 1)
    }
  }

  private func add(_ part: ValueSize, times: Int, to size: inout ValueSize) {
    size.own = min(limit + 1, size.own + part.own * times)
    for (name, count) in part.parameters {
      size.parameters[name] = min(limit + 1, size.parameters[name, default: 0] + count * times)
    }
  }

  /// Whether a type holds a model that leads back to itself, in a model that does.
  private func leadsBack(_ type: TypeReference) -> Bool {
    switch type {
    case .optional(let wrapped), .change(let wrapped): leadsBack(wrapped)
    case .model(let name, let arguments):
      index.numbers[name].map { isRecursive[$0] || models[$0] == nil } ?? false || arguments.contains(where: leadsBack)
    case .scalar, .identifier, .enumeration, .union, .query, .parameter, .list, .map, .records: false
    }
  }
}
