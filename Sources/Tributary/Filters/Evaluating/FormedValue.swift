@_spi(Generated) import TributaryJSON

/// A scalar that travels in a form of its own, read in all the ways that its form allows.
struct FormedValue {
  private let raw: RawJSON
  private let form: WireForm

  init(from reader: inout JSONReader, as form: WireForm) throws(JSONError) {
    raw = try reader.readRaw()
    self.form = form
  }

  var instant: Timestamp? { read() }

  var boolean: Bool? { read() }

  var number: JSONNumber? {
    guard let json = try? raw.value() else { return nil }
    return json.number ?? json.string.flatMap(JSONNumber.init)
  }

  var isEmptyText: Bool { raw.bytes.count == 2 && (try? raw.value())?.string == "" }

  private func read<Value: WireCodable>() -> Value? {
    try? JSONReader.withReader(over: raw.bytes, limits: JSONLimits()) { (reader) throws(JSONError) in
      try Value(from: &reader, as: form)
    }
  }
}

extension FieldTest {
  /// Whether a value that travels in a form of its own passes.
  func holds(for value: FormedValue) -> Bool {
    if case .missing(let forms) = self { return forms.text && value.isEmptyText }
    guard case .value(let test) = self else { return false }
    return switch test.operand {
    case .instant: value.instant.map(test.holds(for:)) ?? false
    case .boolean: value.boolean.map(test.holds(for:)) ?? false
    case .number, .double: value.number.map(test.holds(for:)) ?? false
    case .text, .reading, .day, .uuid: false
    }
  }
}

extension OrderEvaluator.Key {
  /// The key of a value that travels in a form of its own.
  init(_ value: FormedValue, kind: FilterKind) {
    let key: Self? =
      switch kind {
      case .instant: value.instant.map(Self.instant)
      case .boolean: value.boolean.map { .boolean($0 ? 1 : 0) }
      case .number: value.number.map(Self.number)
      case .double: value.number.map { .double($0.double) }
      case .text, .localTime, .day, .uuid: nil
      }
    self = key ?? .missing
  }
}

extension JSONKind {
  /// Whether it is a text, a number or a truth value.
  var isScalar: Bool {
    switch self {
    case .string, .number, .bool: true
    case .null, .array, .object: false
    }
  }
}
