/// Marks the models whose values can contain others of the same model without a list or a map between them.
enum Recursion {
  static func mark(_ folder: inout ResolvedFolder, _ index: ModelIndex) {
    let edges = Containment(index, throughOptionals: true).edges
    let components = StronglyConnected(edges)
    let recursive = Set(
      index.models.indices.filter { number in
        components.members[components.component[number]].count > 1 || edges[number].contains(number)
      })
    var number = 0
    for file in folder.files.indices {
      for model in folder.files[file].models.indices {
        folder.files[file].models[model].isRecursive = recursive.contains(number)
        number += 1
      }
    }
  }
}
