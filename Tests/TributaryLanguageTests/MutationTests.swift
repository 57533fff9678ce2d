import Testing
import TributaryJSON

@testable import TributaryLanguage

/// Right specs with something broken at random: the checker never fails itself, and what it lets pass is safe.
@Suite struct MutationTests {
  private let folder: [SourceFile]

  init() throws {
    folder = try SpecFolder.examples()
  }

  @Test(arguments: 0..<8)
  func endInDiagnosticsOrInSafeNames(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    for _ in 0..<100 {
      var files = folder
      let place = Int.random(in: files.indices, using: &random)
      files[place].bytes = mutated(files[place].bytes, &random)
      let checked = SpecificationChecker.check(files)
      let hasErrors = checked.diagnostics.contains { $0.severity == .error }
      #expect((checked.specification == nil) == hasErrors)
      #expect(checked.diagnostics.allSatisfy { !$0.message.unicodeScalars.contains { $0.isInvisible } })
      #expect(checked.specification.map { names(in: $0) }?.allSatisfy(Identifier.isValid) ?? true)
    }
  }

  /// A text with a byte replaced, a piece taken out, or a piece repeated elsewhere.
  private func mutated(_ bytes: SharedBytes, _ random: inout SplitMix) -> SharedBytes {
    var array = bytes.array
    let signs = Array("\"{}[]<>?,:.;\\ \n`$aZ9_\u{0}\u{e9}".utf8)
    let start = Int.random(in: 0..<array.count, using: &random)
    let end = min(array.count, start + Int.random(in: 1...20, using: &random))
    switch Int.random(in: 0..<3, using: &random) {
    case 0: array[start] = signs[Int.random(in: signs.indices, using: &random)]
    case 1: array.removeSubrange(start..<end)
    default: array.insert(contentsOf: array[start..<end], at: Int.random(in: 0..<array.count, using: &random))
    }
    return SharedBytes(array)
  }

  /// Every text that becomes a name in Swift.
  private func names(in specification: Specification) -> [String] {
    let api = specification.api
    var names = [api.module] + api.environments.map(\.name)
    names += (api.parameters + api.environments.flatMap(\.parameters) + api.responseHeaders).swiftNames
    if case .credentials(let alternatives) = api.authentication { names += alternatives.joined().map(\.name) }
    for file in specification.files {
      names += file.enums.flatMap { [$0.name] + $0.cases.map(\.name) }
      names += file.unions.flatMap { [$0.name] + $0.cases.map(\.name) }
      names += file.models.flatMap {
        [$0.name] + $0.parameters.map(\.name) + $0.fields.filter { $0.constant == nil }.map(\.name)
      }
      names += file.endpoints.flatMap { [$0.group, $0.name] + $0.parameters.swiftNames }
    }
    return names
  }
}

extension [ParameterDeclaration] {
  /// The names of those that have one, which constants have not.
  fileprivate var swiftNames: [String] { filter { $0.constant == nil }.map(\.name) }
}

/// A small generator of random numbers that gives the same ones for the same seed.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
