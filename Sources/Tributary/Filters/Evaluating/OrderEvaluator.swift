@_spi(Generated) import TributaryJSON

/// Compares records by the fields of a query's order.
struct OrderEvaluator: Sendable {
  /// A record's value of one field. A missing value, or one of another kind, comes before every other.
  enum Key: Sendable, Comparable {
    case missing
    case boolean(Int)
    case number(JSONNumber)
    case instant(Timestamp)
    case text(Bytes)
  }

  /// A text by its UTF-8 bytes; a string that is not valid text has them too.
  struct Bytes: Sendable, Comparable {
    var bytes: [UInt8]

    static func < (left: Self, right: Self) -> Bool { left.bytes.lexicographicallyPrecedes(right.bytes) }
  }

  private struct Step: Sendable {
    var path: Int
    var kind: FilterKind
    var isDescending: Bool
  }

  private let steps: [Step]
  private let paths: FieldPaths

  var isEmpty: Bool { steps.isEmpty }

  init<Entity>(_ order: [QueryOrder<Entity>]) throws(FilterError) {
    let schema = Entity.Fields.schema
    var steps: [Step] = []
    var paths = FieldPaths()
    for wanted in order {
      guard let field = schema.field(ExactText(wanted.field)), field.isSortable, wanted.direction.isKnown else {
        let part = "the order by \(wanted.field) \(wanted.direction.rawValue)"
        throw FilterError(entity: schema.name, .unknownMeaning(part))
      }
      let path = paths.add(field.path[...], next: steps.count)
      steps.append(Step(path: path, kind: field.kind, isDescending: wanted.direction == .descending))
    }
    self.steps = steps
    self.paths = paths
  }

  /// What determines a record's place in the order.
  func keys(of payload: SharedBytes) -> [Key] {
    var found = Array(repeating: Key.missing, count: steps.count)
    let limits = JSONLimits(depth: JSONLimits.greatestDepth)
    try? JSONReader.withReader(over: payload, limits: limits) { (reader) throws(JSONError) in
      try paths.read(&reader) { path in
        found[path] = .missing
      } visit: { (path, reader) throws(JSONError) in
        found[path] = try Self.key(&reader, steps[path].kind)
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

  private static func key(_ reader: inout JSONReader, _ kind: FilterKind) throws(JSONError) -> Key {
    switch (try reader.nextKind(), kind) {
    case (.string, _):
      var key = Key.missing
      try reader.withString { text in
        switch kind {
        case .text: key = .text(Bytes(bytes: Array(text)))
        case .instant: key = Timestamp(utf8: text).map(Key.instant) ?? .missing
        case .number: key = JSONNumber(text: String(decoding: text, as: UTF8.self)).map(Key.number) ?? .missing
        case .boolean: break
        }
      }
      return key
    case (.number, .number): return .number(try reader.readNumber())
    case (.bool, .boolean): return .boolean(try reader.readBool() ? 1 : 0)
    default:
      try reader.skipValue()
      return .missing
    }
  }
}

extension QueryDirection {
  fileprivate var isKnown: Bool { if case .other = self { false } else { true } }
}
