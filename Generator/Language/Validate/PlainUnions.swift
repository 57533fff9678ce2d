/// Marks the parameters that are unions of plain values, or lists or maps of them, which can be written like those.
enum PlainUnions {
  static func mark(_ folder: inout ResolvedFolder) {
    let names = names(in: folder)
    guard !names.isEmpty else { return }
    func mark(_ parameters: inout [ResolvedParameter]) {
      for index in parameters.indices {
        guard case .union(let name, _)? = parameters[index].type?.value.plainValue else { continue }
        parameters[index].holdsPlainUnion = names.contains(name)
      }
    }
    mark(&folder.api.parameters)
    mark(&folder.api.query)
    mark(&folder.api.headers)
    for file in folder.files.indices {
      for index in folder.files[file].endpoints.indices {
        mark(&folder.files[file].endpoints[index].path)
        mark(&folder.files[file].endpoints[index].query)
        mark(&folder.files[file].endpoints[index].headers)
        mark(&folder.files[file].endpoints[index].bodyFields)
      }
    }
  }

  /// The unions whose cases are all plain values, or such unions.
  private static func names(in folder: ResolvedFolder) -> Set<String> {
    let unions = folder.files.flatMap(\.unions).filter(\.parsed.isToldByJSON)
    var names = Set(unions.map(\.parsed.name.value))
    var changes = true
    while changes {
      changes = false
      for union in unions where names.contains(union.parsed.name.value) {
        let isPlain = union.cases.allSatisfy { element in
          switch element.type {
          case .union(let name, _)?: names.contains(name)
          case .identifier(let name)?: !union.parsed.parameters.contains { $0.value == name }
          case let type?: type.isPlain
          case nil: false
          }
        }
        guard !isPlain else { continue }
        names.remove(union.parsed.name.value)
        changes = true
      }
    }
    return names
  }
}
