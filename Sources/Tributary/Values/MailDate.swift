/// How a date was written in the email form, RFC 2822, where there is a choice.
struct MailStyle: Sendable {
  /// How the zone is written.
  enum Zone: UInt8, CaseIterable { case offset, minusZero, gmt, ut, utc, z }

  var zone: Zone
  var hasWeekday = true
  var hasTwoDigits = true
  var hasSeconds = true
}

extension MailStyle.Zone {
  /// The name of a zone that has one.
  fileprivate var name: StaticString? {
    switch self {
    case .offset, .minusZero: nil
    case .gmt: "GMT"
    case .ut: "UT"
    case .utc: "UTC"
    case .z: "Z"
    }
  }
}

extension Timestamp {
  private static let weekdays: [StaticString] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months: [StaticString] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Reads `Thu, 24 Aug 2023 05:01:45 +0000`, or `nil` for anything else. The weekday and the seconds may be missing.
  init?(mail text: UnsafeBufferPointer<UInt8>) {
    var scanner = DigitScanner(text)
    var style = MailStyle(zone: .offset)
    style.hasWeekday = Self.weekdays.contains { scanner.take($0) }
    if style.hasWeekday {
      guard scanner.take(UInt8(ascii: ",")), scanner.take(UInt8(ascii: " ")) else { return nil }
    }
    var day = scanner.number(digits: 2)
    style.hasTwoDigits = day != nil
    if day == nil { day = scanner.number(digits: 1) }
    guard let day, scanner.take(UInt8(ascii: " ")),
      let month = Self.months.firstIndex(where: { scanner.take($0) }), scanner.take(UInt8(ascii: " ")),
      let year = scanner.number(digits: 4), scanner.take(UInt8(ascii: " ")),
      day >= 1, day <= CivilTime.length(ofMonth: month + 1, year: year),
      let hour = scanner.number(digits: 2), hour < 24, scanner.take(UInt8(ascii: ":")),
      let minute = scanner.number(digits: 2), minute < 60
    else { return nil }
    var second = 0
    style.hasSeconds = scanner.take(UInt8(ascii: ":"))
    if style.hasSeconds {
      // A leap second counts as the last second of its minute.
      guard let read = scanner.number(digits: 2), read <= 60 else { return nil }
      second = min(read, 59)
    }
    guard scanner.take(UInt8(ascii: " ")), let offset = Self.mailZone(&scanner, &style), scanner.isAtEnd else {
      return nil
    }
    let days = CivilTime.days(year: year, month: month + 1, day: day)
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second
    guard let local = LocalTimestamp(seconds: seconds) else { return nil }
    self.init(local: local, offsetMinutes: offset)
    source = .mail(style)
  }

  private static func mailZone(_ scanner: inout DigitScanner, _ style: inout MailStyle) -> Int? {
    let isNegative = scanner.take(UInt8(ascii: "-"))
    if isNegative || scanner.take(UInt8(ascii: "+")) {
      guard let hours = scanner.number(digits: 2), hours < 24, let minutes = scanner.number(digits: 2), minutes < 60
      else { return nil }
      let offset = (hours * 60 + minutes) * (isNegative ? -1 : 1)
      style.zone = isNegative && offset == 0 ? .minusZero : .offset
      return offset
    }
    // The longest names come first, because one begins with another.
    for zone in [MailStyle.Zone.gmt, .utc, .ut, .z] {
      if let name = zone.name, scanner.take(name) {
        style.zone = zone
        return 0
      }
    }
    return nil
  }

  /// The reading of the clock in the email form.
  func mail(_ style: MailStyle) -> String {
    let (local, offset) = (local, Int(offsetMinutes))
    return DigitText.build({ text in
      let days = (local.seconds - LocalTimestamp.range.lowerBound) / 86_400 + LocalTimestamp.range.lowerBound / 86_400
      let date = CivilTime.date(days: days)
      let time = local.seconds - days * 86_400
      if style.hasWeekday {
        text.append(Self.weekdays[((days + 4) % 7 + 7) % 7])
        text.append(", ")
      }
      text.append(date.day, digits: style.hasTwoDigits || date.day > 9 ? 2 : 1)
      text.append(UInt8(ascii: " "))
      text.append(Self.months[date.month - 1])
      text.append(UInt8(ascii: " "))
      text.append(date.year, digits: 4)
      text.append(UInt8(ascii: " "))
      text.append(time / 3600, digits: 2)
      text.append(UInt8(ascii: ":"))
      text.append(time / 60 % 60, digits: 2)
      if style.hasSeconds || time % 60 != 0 {
        text.append(UInt8(ascii: ":"))
        text.append(time % 60, digits: 2)
      }
      text.append(UInt8(ascii: " "))
      guard let name = style.zone.name, offset == 0 else {
        text.append(offset < 0 || style.zone == .minusZero ? UInt8(ascii: "-") : UInt8(ascii: "+"))
        text.append(abs(offset) / 60, digits: 2)
        return text.append(abs(offset) % 60, digits: 2)
      }
      text.append(name)
    }) { String(decoding: $0, as: UTF8.self) }
  }
}
