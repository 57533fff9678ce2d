/// Generics: a model never leads to itself with ever larger arguments, such as `Tree<Item>` to `Tree<[Item]>`.
///
/// Each parameter leads to the parameters to which it is passed. If it is passed inside a larger type, it grows. Types
/// are endless exactly if a parameter grows on a path back to itself.
enum GrowthChecks {
  static func run(_ index: ModelIndex, _ findings: inout Findings) {
    var edges = Array(repeating: [Int](), count: index.parameterCount)
    var growing: [(from: Int, to: Int, model: Int, location: Location)] = []
    for (number, model) in index.models.enumerated() where !model.parsed.parameters.isEmpty {
      for field in model.fields {
        guard let type = field.type else { continue }
        index.forEachArgument(in: type.value) { target, argument in
          for name in Set(argument.parameterNames) {
            guard let source = index.parameter(name, of: number) else { continue }
            edges[source].append(target)
            if argument != .parameter(name) { growing.append((source, target, number, type.location)) }
          }
        }
      }
    }
    let components = StronglyConnected(edges)
    var reported: Set<Location> = []
    for edge in growing where components.component[edge.from] == components.component[edge.to] {
      guard reported.insert(edge.location).inserted else { continue }
      let name = index.models[edge.model].parsed.name.value
      findings.error(
        "\(name.quoted) leads to itself with ever larger arguments", at: edge.location,
        advice: "pass its parameters on as they are")
    }
  }
}
