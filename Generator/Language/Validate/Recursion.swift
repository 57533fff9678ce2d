/// Marks the models whose values can contain others of the same type without a list, a map or a union between them.
enum Recursion {
  static func mark(_ folder: inout ResolvedFolder, _ index: ModelIndex) {
    let recursive = Cycles(Containment(index, throughOptionals: true).edges)
    var number = 0
    for file in folder.files.indices {
      for model in folder.files[file].models.indices {
        folder.files[file].models[model].isRecursive = recursive.leadBack(to: number)
        number += 1
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
