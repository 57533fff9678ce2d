@_spi(Generated) public import TributaryJSON

extension Timestamp: WireCodable {
  /// Reads an instant in a form. It keeps its own text, in which it is written again in that form.
  public init(from reader: inout JSONReader, as form: WireForm) throws(JSONError) {
    let offset = reader.offset
    switch form {
    case .unix, .unixMilliseconds:
      let isNumber = try reader.nextKind() == .number
      let text = isNumber ? try reader.readNumber().text : try String(from: &reader)
      let digits = form == .unix ? 0 : 3
      guard let stamp = Timestamp(number: text, thousandths: digits, isText: !isNumber) ?? Timestamp(text, keptAs: form)
      else {
        if isNumber { throw JSONError(offset: offset, .outOfRange("a timestamp")) }
        throw JSONError(offset: offset, .expected("a number since 1970", found: "a string"))
      }
      self = stamp
    case .utc, .utcSpaced:
      self = try reader.readStringBytes(
        { text in Timestamp(zoneless: text, as: form) ?? Timestamp(utf8: text, keptAs: form) }, else: "a date-time")
    case .rfc2822, .httpDate:
      self = try reader.readStringBytes(
        { Timestamp(mail: $0) }, else: "a date-time such as Thu, 24 Aug 2023 05:01:45 +0000")
    case .string, .either, .int: self = try Timestamp(from: &reader)
    }
  }

  /// Writes the instant in a form: with its own text where it was read in that form.
  public func encode(into writer: inout JSONWriter, as form: WireForm) {
    let (text, isNumber) = text(as: form)
    if isNumber, let number = JSONNumber(text: text) { writer.number(number) } else { writer.string(text) }
  }

  /// The text of the instant in a form, as a path, a query and a header have it.
  func text(as form: WireForm) -> (text: String, isNumber: Bool) {
    let own = source.form == form ? source : nil
    if case .kept? = own { return (description, false) }
    switch form {
    case .unix, .unixMilliseconds:
      guard case .number(_, let isText)? = own else { return (number(as: form, digits: nil), true) }
      return (number(as: form, digits: Int(local.fractionDigits)), !isText)
    case .utc, .utcSpaced:
      if case .zoneless(_, let separator)? = own { return (zoneless(separator), false) }
      return (zoneless(form == .utc ? UInt8(ascii: "T") : UInt8(ascii: " ")), false)
    case .rfc2822:
      if case .mail(let style)? = own { return (mail(style), false) }
      return (mail(MailStyle(zone: .offset)), false)
    case .httpDate: return (inUTC.mail(MailStyle(zone: .gmt)), false)
    case .string, .either, .int: return (description, false)
    }
  }

  /// The same instant as a clock in UTC reads it.
  private var inUTC: Timestamp {
    guard offsetMinutes != 0 else { return self }
    return Timestamp(utc: local.adding(seconds: -Int(offsetMinutes) * 60))
  }

  private func zoneless(_ separator: UInt8) -> String {
    let local = inUTC.local
    return DigitText.build({ local.write(to: &$0, separator: separator) }) { String(decoding: $0, as: UTF8.self) }
  }
}

// MARK: Numbers

extension Timestamp {
  /// Reads seconds or milliseconds since 1970, or `nil` for anything else. Digits beyond nanoseconds are cut.
  ///
  /// - Parameter thousandths: How many digits of the whole number are a fraction of a second.
  fileprivate init?(number text: String, thousandths: Int, isText: Bool) {
    let isNegative = text.utf8.first == UInt8(ascii: "-")
    let digits = text.dropFirst(isNegative ? 1 : 0)
    let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { 0x30...0x39 ~= $0 } }) else {
      // One with an exponent is read by its value and written as its digits.
      guard let number = JSONNumber(text: text)?.int, text.utf8.contains(where: { $0 | 0x20 == 0x65 }) else {
        return nil
      }
      self.init(number: String(number), thousandths: thousandths, isText: isText)
      return
    }
    guard let number = Int(whole) else { return nil }
    let fraction = parts.count > 1 ? parts[1].prefix(9 - thousandths) : ""
    let fractionDigits = thousandths + fraction.utf8.count
    let scale = Self.power(thousandths)
    var seconds = number / scale
    var nanoseconds =
      number % scale * Self.power(9 - thousandths) + (Int(fraction) ?? 0) * Self.power(9 - fractionDigits)
    if isNegative {
      seconds = nanoseconds > 0 ? -seconds - 1 : -seconds
      nanoseconds = nanoseconds > 0 ? 1_000_000_000 - nanoseconds : 0
    }
    self.init(secondsSince1970: seconds, nanoseconds: nanoseconds, fractionDigits: fractionDigits)
    source = .number(thousandths == 0 ? .unix : .unixMilliseconds, isText: isText)
  }

  /// Seconds or milliseconds since 1970.
  ///
  /// - Parameter digits: How many digits of the fraction of a second to write, or `nil` for as many as there are.
  fileprivate func number(as form: WireForm, digits: Int?) -> String {
    let thousandths = form == .unix ? 0 : 3
    let isNegative = secondsSince1970 < 0
    let borrows = isNegative && nanoseconds > 0
    let seconds = isNegative ? -(secondsSince1970 + (borrows ? 1 : 0)) : secondsSince1970
    let fraction = borrows ? 1_000_000_000 - Int(nanoseconds) : Int(nanoseconds)
    let scale = Self.power(9 - thousandths)
    let whole = seconds * Self.power(thousandths) + fraction / scale
    var rest = String(fraction % scale + scale).dropFirst()
    if let digits {
      rest = rest.prefix(max(0, digits - thousandths))
    } else {
      while rest.last == "0" { rest.removeLast() }
    }
    return (isNegative ? "-" : "") + String(whole) + (rest.isEmpty ? "" : "." + rest)
  }

  private static func power(_ exponent: Int) -> Int {
    var result = 1
    for _ in 0..<max(0, exponent) { result *= 10 }
    return result
  }
}

// MARK: Texts

extension Timestamp {
  fileprivate init?(_ text: String, keptAs form: WireForm) {
    var text = text
    let value = text.withUTF8 { Self(utf8: $0, keptAs: form) }
    guard let value else { return nil }
    self = value
  }

  fileprivate init?(utf8: UnsafeBufferPointer<UInt8>, keptAs form: WireForm) {
    self.init(utf8: utf8)
    source = .kept(form)
  }

  fileprivate init?(zoneless text: UnsafeBufferPointer<UInt8>, as form: WireForm) {
    guard text.count > 10, let local = LocalTimestamp(utf8: text) else { return nil }
    self.init(utc: local.withSeparator(UInt8(ascii: "T")))
    source = .zoneless(form, separator: text[10])
  }
}
