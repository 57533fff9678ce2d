/// Models: a value of each can be built, because none requires a value of itself.
enum BuildabilityChecks {
  static func run(_ index: ModelIndex, _ findings: inout Findings) {
    let containment = Containment(index, throughOptionals: false)
    let components = StronglyConnected(containment.edges)
    for members in components.members {
      guard let first = members.min() else { continue }
      let isCycle = members.count > 1 || containment.edges[first].contains(first)
      guard isCycle else { continue }
      let chain = shortestCycle(from: first, containment.edges, within: components)
      let field = index.models[first].fields.first { field in
        field.type.map { containment.models(in: $0.value).contains(chain.dropFirst().first ?? first) } ?? false
      }
      let names = chain.map { index.models[$0].parsed.name.value.quoted }
      findings.error(
        "no value of \(names[0]) can ever be built: \(sentence(names))",
        at: field?.type?.location ?? index.models[first].parsed.name.location,
        advice: "make a field on the path optional with \"?\"")
    }
  }

  /// `"A" needs "B", which needs "A"`, shortened in the middle.
  private static func sentence(_ names: [String]) -> String {
    guard names.count > 1 else { return "\(names[0]) needs itself" }
    let shown = names.count > 5 ? Array(names.prefix(4)) + ["others"] : names
    return "\(shown[0]) needs " + (shown.dropFirst() + [names[0]]).joined(separator: ", which needs ")
  }

  /// The nodes of a shortest path from a node back to itself.
  private static func shortestCycle(from start: Int, _ edges: [[Int]], within components: StronglyConnected) -> [Int] {
    var cameFrom: [Int: Int] = [:]
    var queue = [start]
    var head = 0
    while head < queue.count {
      let node = queue[head]
      head += 1
      for target in edges[node] where components.component[target] == components.component[start] {
        if target == start {
          var chain = [node]
          while let previous = cameFrom[chain[chain.count - 1]] { chain.append(previous) }
          return chain.reversed()
        }
        if cameFrom[target] == nil {
          cameFrom[target] = node
          queue.append(target)
        }
      }
    }
    return [start]
  }
}
