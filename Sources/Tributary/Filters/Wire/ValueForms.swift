@_spi(Generated) import TributaryJSON

// What a filter compares with is kept as text. These are the ways to and from the JSON in which it travels.
extension QuerySchema.Field {
  /// The JSON of a value; `nil` for a number that is not finite.
  func json(of content: ExactText) -> JSONValue? { JSONValue(content.text, kind: kind, form: form) }

  /// The text of a value that is sent as text.
  func sentText(of content: ExactText) -> String {
    guard form != nil, let json = json(of: content) else { return content.text }
    return json.string ?? json.number?.text ?? content.text
  }

  /// The text of a value from its JSON; `nil` if its kind does not allow it.
  func text(of json: JSONValue, for comparison: FilterComparison?) -> String? {
    switch kind {
    case .text: return json.string
    case .number, .double:
      let number = json.number ?? json.string.flatMap(JSONNumber.init)
      return number?.text
    case .boolean:
      guard let form else { return (json.bool ?? json.string.flatMap(Bool.init)).map(String.init) }
      return json.formed(as: form)?.boolean.map(String.init)
    case .instant:
      let instant = form.map { json.formed(as: $0)?.instant } ?? json.string.flatMap(Timestamp.init)
      return instant?.filterText(for: comparison, as: form)
    case .localTime, .day, .uuid:
      guard let text = json.string else { return nil }
      return FilterTest.Operand(ExactText(text), kind: kind) == nil ? nil : text
    }
  }
}

extension JSONValue {
  /// A value as it travels; `nil` for a number that is not finite. What is no value of its kind is sent as text.
  init?(_ text: String, kind: FilterKind?, form: WireForm?) {
    switch kind {
    case .number, .double:
      guard let number = JSONNumber(text: text) else {
        if text == "NaN" || text.hasSuffix("inf") { return nil }
        self = .string(text)
        return
      }
      let isText = form == .string || form == .either && number.text.utf8.contains(UInt8(ascii: "."))
      self = isText ? .string(number.text) : .number(number)
    case .boolean:
      guard let value = Bool(text) else {
        self = .string(text)
        return
      }
      self = form == .int ? .number(value ? 1 : 0) : form == .string ? .string(text) : .bool(value)
    case .instant:
      guard let form, let instant = Timestamp(text) else {
        self = .string(text)
        return
      }
      let (text, isNumber) = instant.text(as: form)
      self = (isNumber ? JSONNumber(text: text).map(Self.number) : nil) ?? .string(text)
    case .text, .localTime, .day, .uuid, nil: self = .string(text)
    }
  }

  /// The value in a form, as it is read.
  fileprivate func formed(as form: WireForm) -> FormedValue? {
    try? JSONReader.withReader(over: JSONWriter.bytes(of: self), limits: JSONLimits()) { (reader) throws(JSONError) in
      try FormedValue(from: &reader, as: form)
    }
  }
}
