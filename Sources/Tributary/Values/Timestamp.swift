public import TributaryJSON

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// An instant that reproduces its own text to the digit.
///
/// Read from RFC 3339 with zero to nine fraction digits and a zone, `Z` or an offset such as `+02:00`. Comparing asks
/// which instant is later, whatever the zones. Nothing passes through floating point.
///
/// ```swift
/// let stamp = Timestamp("2015-01-02T03:04:05Z")
/// ```
public struct Timestamp: Sendable, Hashable, Comparable, JSONModel, LosslessStringConvertible {
  /// How the zone is written.
  private enum Zone: UInt8 { case upperZ, lowerZ, colon, compact, minusZero }

  /// The reading of a clock in the zone of the text.
  public private(set) var local: LocalTimestamp
  /// The zone's offset from UTC in minutes.
  public private(set) var offsetMinutes: Int16
  private var zone: Zone
  /// The form in which it was read, where that is another than RFC 3339.
  var source = Source.standard

  /// A form in which a stamp was read, and what is needed to write its own text again.
  enum Source: Sendable {
    /// RFC 3339, in which every stamp is written where no form is asked for.
    case standard
    /// RFC 3339 where a form was expected that reads it as well.
    case kept(WireForm)
    /// A number since 1970, as it is or as text.
    case number(WireForm, isText: Bool)
    /// A date-time without a zone, with what stood before the time.
    case zoneless(WireForm, separator: UInt8)
    /// The form of e-mail.
    case mail(MailStyle)

    /// The form that was asked for.
    var form: WireForm? {
      switch self {
      case .standard: nil
      case .kept(let form), .number(let form, _), .zoneless(let form, _): form
      case .mail: .rfc2822
      }
    }
  }

  /// `1970-01-01T00:00:00.000000Z`.
  public static let epoch = Timestamp(utc: .epoch)

  /// An instant in UTC, written with a `Z`; `nil` outside the years 0000 to 9999.
  ///
  /// - Parameters:
  ///   - secondsSince1970: Whole seconds from 1970-01-01T00:00:00Z.
  ///   - nanoseconds: Nanoseconds within the second; digits past `fractionDigits` are cut.
  ///   - fractionDigits: How many fraction digits the text has, 0 to 9.
  public init?(secondsSince1970: Int, nanoseconds: Int = 0, fractionDigits: Int = 0) {
    let local = LocalTimestamp(seconds: secondsSince1970, nanoseconds: nanoseconds, fractionDigits: fractionDigits)
    guard let local else { return nil }
    self.init(utc: local)
  }

  /// The instant at which a clock in UTC reads a local timestamp.
  public init(utc local: LocalTimestamp) {
    self.local = local
    offsetMinutes = 0
    zone = .upperZ
  }

  /// The instant at which a clock that is some minutes ahead of UTC reads a local timestamp.
  init(local: LocalTimestamp, offsetMinutes: Int) {
    self.local = local
    self.offsetMinutes = Int16(offsetMinutes)
    zone = offsetMinutes == 0 ? .upperZ : .colon
  }

  /// The instant of a `Date`, cut to whole seconds; `nil` outside the years 0000 to 9999.
  public init?(_ date: Date) {
    let seconds = date.timeIntervalSince1970.rounded(.down)
    guard let whole = Int(exactly: seconds) else { return nil }
    self.init(secondsSince1970: whole)
  }

  /// Reads RFC 3339, or `nil` for anything else.
  public init?(_ description: String) {
    var text = description
    let value = text.withUTF8 { Self(utf8: $0) }
    guard let value else { return nil }
    self = value
  }

  init?(utf8: UnsafeBufferPointer<UInt8>) {
    var scanner = DigitScanner(utf8)
    self.init(scanning: &scanner)
    guard scanner.isAtEnd else { return nil }
  }

  init?(scanning scanner: inout DigitScanner) {
    guard let local = LocalTimestamp(scanning: &scanner) else { return nil }
    self.local = local
    if scanner.take(UInt8(ascii: "Z")) {
      (zone, offsetMinutes) = (.upperZ, 0)
    } else if scanner.take(UInt8(ascii: "z")) {
      (zone, offsetMinutes) = (.lowerZ, 0)
    } else {
      let isNegative = scanner.take(UInt8(ascii: "-"))
      guard isNegative || scanner.take(UInt8(ascii: "+")), let hours = scanner.number(digits: 2), hours < 24 else {
        return nil
      }
      let hasColon = scanner.take(UInt8(ascii: ":"))
      guard let minutes = scanner.number(digits: 2), minutes < 60 else { return nil }
      offsetMinutes = Int16((hours * 60 + minutes) * (isNegative ? -1 : 1))
      zone = hasColon ? .colon : .compact
      if isNegative, offsetMinutes == 0 {
        guard hasColon else { return nil }
        zone = .minusZero
      }
    }
  }

  /// The text it was read from.
  public var description: String { DigitText.build(write) { String(decoding: $0, as: UTF8.self) } }

  private func write(to text: inout DigitText) {
    local.write(to: &text)
    switch zone {
    case .upperZ: text.append(UInt8(ascii: "Z"))
    case .lowerZ: text.append(UInt8(ascii: "z"))
    case .colon, .compact, .minusZero:
      text.append(offsetMinutes < 0 || zone == .minusZero ? UInt8(ascii: "-") : UInt8(ascii: "+"))
      text.append(Int(offsetMinutes.magnitude) / 60, digits: 2)
      if zone != .compact { text.append(UInt8(ascii: ":")) }
      text.append(Int(offsetMinutes.magnitude) % 60, digits: 2)
    }
  }

  /// Whole seconds from 1970-01-01T00:00:00Z, rounded down.
  public var secondsSince1970: Int { local.seconds - Int(offsetMinutes) * 60 }

  /// Nanoseconds within the second.
  public var nanoseconds: Int32 { local.nanoseconds }

  /// The instant as a `Date`, whose binary fraction cannot hold every nanosecond.
  public var date: Date {
    Date(timeIntervalSince1970: Double(secondsSince1970) + Double(nanoseconds) / 1_000_000_000)
  }

  /// The instant some whole seconds later, or earlier for a negative number, in the same zone; stops at the years
  /// 0000 and 9999.
  public func adding(seconds: Int) -> Timestamp {
    var result = self
    result.local = local.adding(seconds: seconds)
    return result
  }

  /// Orders by the instant.
  public static func < (left: Self, right: Self) -> Bool {
    (left.secondsSince1970, left.nanoseconds) < (right.secondsSince1970, right.nanoseconds)
  }

  /// Whether two stamps are the same instant, however they are written.
  public static func == (left: Self, right: Self) -> Bool {
    left.secondsSince1970 == right.secondsSince1970 && left.nanoseconds == right.nanoseconds
  }

  /// Hashes the instant, not its text.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(secondsSince1970)
    hasher.combine(nanoseconds)
  }

  /// Reads a string of RFC 3339.
  public init(from reader: inout JSONReader) throws(JSONError) {
    self = try reader.readDigits({ Timestamp(scanning: &$0) }, else: "a date-time with a zone")
  }

  /// Writes the text it was read from.
  public func encode(into writer: inout JSONWriter) { DigitText.encode(into: &writer, write) }
}
