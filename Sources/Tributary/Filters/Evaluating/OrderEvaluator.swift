@_spi(Generated) import TributaryJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// One step of an order: a place in a record, and how the values there compare.
struct OrderStep: Sendable {
  var path: FieldPath
  /// `nil` where it is not known, so that each value compares as what it looks like.
  var kind: FilterKind?
  var isDescending: Bool
}

/// Compares records by the fields of a query's order.
struct OrderEvaluator: Sendable {
  /// A record's value of one field. A missing value, or one of another kind, comes before every other.
  enum Key: Sendable, Comparable {
    case missing
    case boolean(Int)
    case number(JSONNumber)
    case double(Double)
    case instant(Timestamp)
    case reading(LocalTimestamp)
    case day(CalendarDate)
    case uuid(UUID)
    case text(Bytes)
  }

  /// A text by its UTF-8 bytes; a string that is not valid text has them too.
  struct Bytes: Sendable, Comparable {
    var bytes: [UInt8]

    static func < (left: Self, right: Self) -> Bool { left.bytes.lexicographicallyPrecedes(right.bytes) }
  }

  private struct Step: Sendable {
    var path: Int
    var kind: FilterKind?
    var form: WireForm?
    var isDescending: Bool
  }

  private let steps: [Step]
  private let paths: FieldPaths

  var isEmpty: Bool { steps.isEmpty }

  init<Entity>(_ order: [QueryOrder<Entity>]) throws(FilterError) {
    let schema = Entity.Fields.schema
    var steps: [OrderStep] = []
    for wanted in order {
      guard let field = schema.field(ExactText(wanted.field)), field.isSortable, wanted.direction.isKnown else {
        let part = "the order by \(wanted.field) \(wanted.direction.rawValue)"
        throw FilterError(entity: schema.name, .unknownMeaning(part))
      }
      steps.append(
        OrderStep(
          path: field.path, kind: field.kind,
          isDescending: wanted.direction == .descending))
    }
    self.init(steps)
  }

  init(_ order: [OrderStep]) {
    var paths = FieldPaths()
    steps = order.enumerated().map { index, step in
      Step(
        path: paths.add(step.path.steps[...], next: index), kind: step.kind, form: step.path.form,
        isDescending: step.isDescending)
    }
    self.paths = paths
  }

  /// What determines a record's place in the order.
  func keys(of payload: SharedBytes) -> [Key] {
    var found = Array(repeating: Key.missing, count: steps.count)
    let limits = JSONLimits(depth: JSONLimits.greatestDepth)
    try? JSONReader.withReader(over: payload, limits: limits) { (reader) throws(JSONError) in
      try paths.read(&reader) { path in
        found[path] = .missing
      } pass: { _ in
      } visit: { (path, reader) throws(JSONError) in
        found[path] = try Self.key(&reader, steps[path])
      }
    }
    return steps.map { found[$0.path] }
  }

  /// Whether one record comes before another.
  func precedes(_ left: [Key], _ right: [Key]) -> Bool {
    for (index, step) in steps.enumerated() where left[index] != right[index] {
      return (left[index] < right[index]) != step.isDescending
    }
    return false
  }

  private static func key(_ reader: inout JSONReader, _ step: Step) throws(JSONError) -> Key {
    let likely = FilterKind(likely: try reader.nextKind())
    guard let kind = step.kind ?? likely else {
      try reader.skipValue()
      return .missing
    }
    if let form = step.form, try reader.nextKind().isScalar {
      return Key(try FormedValue(from: &reader, as: form), kind: kind)
    }
    switch (try reader.nextKind(), kind) {
    case (.string, _):
      var key = Key.missing
      try reader.withString { text in
        switch kind {
        case .text: key = .text(Bytes(bytes: Array(text)))
        case .instant: key = Timestamp(utf8: text).map(Key.instant) ?? .missing
        case .localTime: key = LocalTimestamp(utf8: text).map(Key.reading) ?? .missing
        case .day: key = CalendarDate(utf8: text).map(Key.day) ?? .missing
        case .number: key = JSONNumber(text: String(decoding: text, as: UTF8.self)).map(Key.number) ?? .missing
        case .double:
          key = JSONNumber(text: String(decoding: text, as: UTF8.self)).map { .double($0.double) } ?? .missing
        case .uuid: key = UUID(uuidString: String(decoding: text, as: UTF8.self)).map(Key.uuid) ?? .missing
        case .boolean: break
        }
      }
      return key
    case (.number, .number): return .number(try reader.readNumber())
    case (.number, .double): return .double(try reader.readNumber().double)
    case (.bool, .boolean): return .boolean(try reader.readBool() ? 1 : 0)
    default:
      try reader.skipValue()
      return .missing
    }
  }
}

extension FilterKind {
  /// How values of a kind of JSON compare, where nothing else is known.
  fileprivate init?(likely kind: JSONKind) {
    switch kind {
    case .string: self = .text
    case .number: self = .number
    case .bool: self = .boolean
    case .null, .array, .object: return nil
    }
  }
}

extension QueryDirection {
  fileprivate var isKnown: Bool { if case .other = self { false } else { true } }
}
