/// Which models a value of a model directly contains, not through a list, a map or a union.
struct Containment: Sendable {
  /// The models that each model contains.
  let edges: [[Int]]
  private let index: ModelIndex
  private let throughOptionals: Bool
  private let isHeld: [Bool]

  init(_ index: ModelIndex, throughOptionals: Bool) {
    self.index = index
    self.throughOptionals = throughOptionals
    let isHeld = Self.heldParameters(index, throughOptionals: throughOptionals)
    self.isHeld = isHeld
    edges = index.models.enumerated().map { number, model in
      guard number < index.modelCount else { return [] }
      var held = Held(index: index, throughOptionals: throughOptionals, isHeld: isHeld)
      for field in model.fields {
        if let type = field.type { held.collect(type.value) }
      }
      return Array(Set(held.models)).sorted()
    }
  }

  /// The models that a field contains.
  func models(in type: TypeReference) -> [Int] {
    var held = Held(index: index, throughOptionals: throughOptionals, isHeld: isHeld)
    held.collect(type)
    return held.models
  }

  /// Whether each parameter is contained in its model, computed until nothing changes.
  private static func heldParameters(_ index: ModelIndex, throughOptionals: Bool) -> [Bool] {
    var isHeld = Array(repeating: false, count: index.parameterCount)
    var users = Array(repeating: Set<Int>(), count: index.parameterCount)
    let generic = index.models.indices.prefix(index.modelCount).filter { !index.models[$0].parsed.parameters.isEmpty }
    for number in generic {
      for field in index.models[number].fields {
        guard let type = field.type else { continue }
        index.forEachArgument(in: type.value) { parameter, _ in users[parameter].insert(number) }
      }
    }
    var pending = generic
    while let number = pending.popLast() {
      var held = Held(index: index, throughOptionals: throughOptionals, isHeld: isHeld)
      for field in index.models[number].fields {
        if let type = field.type { held.collect(type.value) }
      }
      for name in held.parameters {
        guard let parameter = index.parameter(name, of: number), !isHeld[parameter] else { continue }
        isHeld[parameter] = true
        pending.append(contentsOf: users[parameter])
      }
    }
    return isHeld
  }
}

/// Collects what types contain.
private struct Held {
  let index: ModelIndex
  let throughOptionals: Bool
  let isHeld: [Bool]
  var models: [Int] = []
  var parameters: [String] = []

  mutating func collect(_ type: TypeReference) {
    switch type {
    case .optional(let wrapped), .change(let wrapped): if throughOptionals { collect(wrapped) }
    case .parameter(let name): parameters.append(name)
    case .model(let name, let arguments):
      guard let number = index.numbers[name] else { return }
      models.append(number)
      for (offset, argument) in arguments.enumerated() where isHeld[index.firstParameter[number] + offset] {
        collect(argument)
      }
    case .union, .scalar, .identifier, .enumeration, .query, .list, .map, .records: return
    }
  }
}
