/// The strongly connected components of a graph: nodes that reach each other.
///
/// Tarjan's method, with a stack of its own, so that a long chain in a spec cannot exhaust the program's.
struct StronglyConnected: Sendable {
  /// The component of each node.
  private(set) var component: [Int]
  /// The nodes of each component.
  private(set) var members: [[Int]] = []

  init(_ edges: [[Int]]) {
    component = Array(repeating: -1, count: edges.count)
    var order = Array(repeating: -1, count: edges.count)
    var low = order
    var next = 0
    var open: [Int] = []
    var path: [(node: Int, edge: Int)] = []
    for start in edges.indices where order[start] < 0 {
      path.append((start, 0))
      while let (node, edge) = path.last {
        if edge == 0, order[node] < 0 {
          order[node] = next
          low[node] = next
          next += 1
          open.append(node)
        }
        if edge < edges[node].count {
          path[path.count - 1].edge += 1
          let target = edges[node][edge]
          if order[target] < 0 {
            path.append((target, 0))
          } else if component[target] < 0 {
            low[node] = min(low[node], order[target])
          }
          continue
        }
        path.removeLast()
        if let parent = path.last?.node { low[parent] = min(low[parent], low[node]) }
        if low[node] == order[node] { close(node, &open) }
      }
    }
  }

  private mutating func close(_ node: Int, _ open: inout [Int]) {
    var nodes: [Int] = []
    while let last = open.popLast() {
      component[last] = members.count
      nodes.append(last)
      if last == node { break }
    }
    members.append(nodes)
  }
}
