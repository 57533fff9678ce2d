import Dispatch
public import TributaryLanguage

/// Makes Swift from a checked spec folder.
public enum Emitter {
  /// The Swift files of a module: one for `api.json`, and one for each other spec file, in their order.
  ///
  /// The same specification always gives the same bytes. Text from the specification appears only in names, string
  /// literals and comments, and cannot become other code.
  public static func files(for specification: Specification) -> [GeneratedFile] {
    let symbols = Symbols(specification)
    return [clientFile(symbols)] + inParallel(specification.files) { file(for: $0, symbols: symbols) }
  }

  /// Files are independent, so that each processor can make some.
  private static func inParallel(
    _ files: [SpecFile], _ make: @Sendable (SpecFile) -> GeneratedFile
  ) -> [GeneratedFile] {
    let made = [GeneratedFile?](unsafeUninitializedCapacity: files.count) { made, count in
      made.initialize(repeating: nil)
      count = files.count
      // Every element is written by one call, and all calls have ended when this function returns.
      nonisolated(unsafe) let made = made
      DispatchQueue.concurrentPerform(iterations: files.count) { made[$0] = make(files[$0]) }
    }
    return made.compactMap { $0 }
  }

  private static func clientFile(_ symbols: Symbols) -> GeneratedFile {
    var imports = symbols.hasClient ? ImportedModule.needed(byClientOf: symbols.api) : [:]
    var declarations =
      symbols.hasClient
      ? [ClientTemplate(symbols: symbols).code, ResponseHeadersTemplate(symbols: symbols).code] : []
    if let wire = symbols.api.queryWire {
      imports[.runtime] = imports[.runtime] ?? .internal
      declarations.append(QueryShapeTemplate(wire: wire).code)
    }
    let template = FileTemplate(source: "api.json", imports: imports, declarations: declarations)
    return GeneratedFile(name: GeneratedFile.name(forSpec: "api"), text: Page(template.code).text)
  }

  private static func file(for file: SpecFile, symbols: Symbols) -> GeneratedFile {
    let enums = file.enums.map {
      EnumTemplate(
        declaration: $0, isCompared: symbols.isCompared($0.name), isPatched: symbols.isPatched($0.name)
      ).code
    }
    let unions = file.unions.map { UnionTemplate(declaration: $0, symbols: symbols).code }
    let models = file.models.map { ModelTemplate($0, symbols: symbols).code }
    let locals = file.models.filter { symbols.isLocal($0.name) }.map {
      LocalFieldsTemplate(model: $0, symbols: symbols).code
    }
    let queries = file.queries.map { QueryTemplate($0, symbols: symbols).code }
    let groups = GroupsTemplate(endpoints: file.endpoints, symbols: symbols).code
    let template = FileTemplate(
      source: file.name + ".json", imports: ImportedModule.needed(by: file, symbols: symbols),
      declarations: enums + unions + models + locals + queries + [groups], summary: file.summary,
      reference: file.reference)
    return GeneratedFile(name: GeneratedFile.name(forSpec: file.name), text: Page(template.code).text)
  }
}
