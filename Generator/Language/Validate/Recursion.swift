/// Marks the models and the unions whose values can contain others of the same type without a list or a map between
/// them.
enum Recursion {
  static func mark(_ folder: inout ResolvedFolder, _ index: ModelIndex) {
    let recursive = Cycles(Containment(index, through: .optionals).edges)
    // A cycle that leads through a union is cut there: the models on it need no box for its sake.
    let containment = Containment(index, through: [.optionals, .unions])
    let cycles = Cycles(containment.edges)
    var holders: [String: Set<Int>] = [:]
    for (number, model) in index.models.enumerated() {
      for case .union(let name)? in model.fields.map({ $0.type?.value.unwrapped }) {
        holders[name, default: []].insert(cycles.component(of: number))
      }
    }
    var number = 0
    for file in folder.files.indices {
      for model in folder.files[file].models.indices {
        folder.files[file].models[model].isRecursive = recursive.leadBack(to: number)
        number += 1
      }
      for union in folder.files[file].unions.indices {
        let held = folder.files[file].unions[union].cases.flatMap { containment.models(in: $0.type) }
        let holders = holders[folder.files[file].unions[union].parsed.name.value, default: []]
        folder.files[file].unions[union].isRecursive = held.contains { holders.contains(cycles.component(of: $0)) }
      }
    }
  }
}

/// The cycles of a graph.
private struct Cycles {
  private let edges: [[Int]]
  private let components: StronglyConnected

  init(_ edges: [[Int]]) {
    self.edges = edges
    components = StronglyConnected(edges)
  }

  /// What a node shares with those that it is on a cycle with.
  func component(of node: Int) -> Int { components.component[node] }

  /// Whether a way leads from a node back to it.
  func leadBack(to node: Int) -> Bool {
    components.members[component(of: node)].count > 1 || edges[node].contains(node)
  }
}
