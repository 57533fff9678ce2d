import Tributary
import TributaryJSON

/// A protocol whose steps are written down; behind the last one it is up to date.
struct ScriptedProtocol: SyncProtocol {
  typealias Request = Int
  typealias Response = Int

  struct Memory: SyncMemory, Equatable {
    static let version = 1
    var place: Int

    init(_ place: Int) { self.place = place }

    init?(_ fields: JSONFields) {
      guard let place = fields["place"]?.int else { return nil }
      self.place = place
    }

    var fields: JSONFields { ["place": .number(JSONNumber(place))] }
  }

  var steps: [Step]
  /// Repeats the last step for ever.
  var repeats = false

  init(_ steps: [Step], repeats: Bool = false) {
    self.steps = steps
    self.repeats = repeats
  }

  private mutating func next() -> Step {
    if repeats, steps.count == 1 { return steps[0] }
    return steps.isEmpty ? Step(next: .end([])) : steps.removeFirst()
  }

  mutating func begin(_ memory: Memory?, _ state: StreamState) -> Step { next() }
  mutating func receive(_ response: Int) -> Step? { next() }
  mutating func proceed(_ defects: RowDefects) -> Step { next() }

  /// A row is `[1]`, with a second element where it does not decode, and `[]` without identifier.
  mutating func read(_ row: RawJSON, of type: String) -> SyncRow {
    let numbers = NumberRow.numbers(row)
    return SyncRow(
      type: type, id: numbers.first.map { "\($0)" }, kind: .upsert(row), problem: numbers.count > 1 ? "odd" : nil)
  }

  static func rows(_ json: String, batch: Int = 500) throws -> SyncRows {
    SyncRows(try RawList(json: json), type: "row", batch: batch)
  }
}
