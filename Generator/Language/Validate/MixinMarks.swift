/// Marks the internal models that only give their fields to others: no type names them.
enum MixinMarks {
  static func mark(_ folder: inout ResolvedFolder) {
    var marked = Set(folder.models.filter(\.mayBeOnlyMixedIn).map(\.parsed.name.value))
    // A type counts as named if a model that is declared in Swift names it.
    while !marked.isEmpty {
      let named = marked.intersection(names(in: folder, without: marked))
      marked.subtract(named)
      if named.isEmpty { break }
    }
    for file in folder.files.indices {
      for index in folder.files[file].models.indices {
        let name = folder.files[file].models[index].parsed.name.value
        folder.files[file].models[index].isOnlyMixedIn = marked.contains(name)
      }
    }
  }

  /// The declared types that are named anywhere but in some models.
  private static func names(in folder: ResolvedFolder, without models: Set<String>) -> Set<String> {
    var types = folder.models.filter { !models.contains($0.parsed.name.value) }
      .flatMap { $0.fields.compactMap(\.type?.value) }
    types += folder.files.flatMap(\.unions).flatMap { $0.cases.compactMap(\.type) }
    types += (folder.endpoints.flatMap(\.types) + folder.api.types).map(\.value)
    return Set(types.flatMap(\.declaredNames) + folder.files.flatMap(\.queries).map(\.model))
  }
}

extension ResolvedModel {
  fileprivate var mayBeOnlyMixedIn: Bool {
    parsed.isMixedIn && parsed.access == .internal && parsed.record == nil
  }
}
