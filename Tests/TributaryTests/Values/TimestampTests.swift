import Expect
import Foundation
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON

@Suite("Timestamps")
struct TimestampTests {
  @Test("Text is reproduced to the digit, for every number of fraction digits, with and without a zone")
  func textIsReproduced() throws {
    var random = SeededRandom(seed: 11)
    for digits in 0...9 {
      for zone in ["", "Z", "z", "+00:00", "-00:00", "+02:00", "-11:30", "+0530", "-0800"] {
        for _ in 0..<10 {
          let fraction = (0..<digits).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
          let year = Int.random(in: 0...9999, using: &random)
          let parts = [
            (Int.random(in: 1...12, using: &random), "-"), (Int.random(in: 1...28, using: &random), "T"),
            (Int.random(in: 0...23, using: &random), ":"), (Int.random(in: 0...59, using: &random), ":"),
            (Int.random(in: 0...59, using: &random), ""),
          ]
          var text = String(format: "%04d-", year)
          for (number, separator) in parts { text += String(format: "%02d", number) + separator }
          text += (digits > 0 ? "." : "") + fraction + zone
          let written = zone.isEmpty ? LocalTimestamp(text)?.description : Timestamp(text)?.description
          expect(written, equals: text)
        }
      }
    }
  }

  @Test(
    "What is no date-time is refused",
    arguments: [
      "", "2024", "2024-01-09", "2024-01-09T15:56", "2024-13-09T15:56:58", "2024-00-09T15:56:58", "2024-02-30T15:56:58",
      "2023-02-29T15:56:58", "1900-02-29T00:00:00", "2024-01-09T24:00:00", "2024-01-09T15:60:58", "2024-01-09T15:56:60",
      "2024-01-09T15:56:58.", "2024-01-09T15:56:58.1234567890", "2024-01-09T15:56:58,5", "2024-01-09X15:56:58",
      "+024-01-09T15:56:58", "2024-01-09T15:56:58 ", " 2024-01-09T15:56:58", "２０２４-01-09T15:56:58",
    ])
  func malformedIsRefused(text: String) {
    #expect(LocalTimestamp(text) == nil)
    #expect(Timestamp(text + "Z") == nil)
  }

  @Test("With any one byte changed, a date-time is read only where the form allows that byte", arguments: 0..<19)
  func everyByteCounts(place: Int) throws {
    let form = "2011-01-11T11:11:11"
    // The first digits that leave a month, a day, an hour, a minute and a second; the month 00 is none.
    let digits: [Int: ClosedRange<UInt8>] = [
      5: 0x30...0x31, 8: 0x30...0x33, 11: 0x30...0x32, 14: 0x30...0x35, 17: 0x30...0x35,
    ]
    for byte in UInt8(0)...0x7F {
      var bytes = Array(form.utf8)
      bytes[place] = byte
      let isAllowed =
        switch place {
        case 4, 7: byte == UInt8(ascii: "-")
        case 10: "Tt ".utf8.contains(byte)
        case 13, 16: byte == UInt8(ascii: ":")
        default: (digits[place] ?? 0x30...0x39).contains(byte) && !(place == 6 && byte == 0x30)
        }
      #expect((LocalTimestamp(String(decoding: bytes, as: UTF8.self)) != nil) == isAllowed, "byte \(byte)")
    }
    if place < 18 {
      let bytes = Array(form.utf8)
      let text = String(decoding: bytes[..<place] + Array("é".utf8) + bytes[(place + 2)...], as: UTF8.self)
      #expect(LocalTimestamp(text) == nil)
    }
  }

  @Test("A local timestamp has no zone and an instant has one")
  func zoneDecidesTheType() {
    #expect(LocalTimestamp("2024-01-09T15:56:58Z") == nil)
    #expect(Timestamp("2024-01-09T15:56:58") == nil)
    #expect(Timestamp("2024-01-09T15:56:58+24:00") == nil)
    #expect(Timestamp("2024-01-09T15:56:58+01:60") == nil)
    #expect(Timestamp("2024-01-09T15:56:58+1:00") == nil)
  }

  @Test("Instants compare by the instant, whatever the zone, and agree with Foundation")
  func instantsCompare() throws {
    let one = try #require(Timestamp("2024-03-01T01:30:00+02:00"))
    let other = try #require(Timestamp("2024-02-29T23:30:00.000Z"))
    expect(one, equals: other)
    expect(one.hashValue, equals: other.hashValue)
    expect(one.date, equals: (try Date("2024-02-29T23:30:00Z", strategy: .iso8601)))
    try expect(#require(Timestamp("9999-12-31T00:00:00Z")).secondsSince1970, equals: 253_402_214_400)
    try expect(#require(Timestamp("1969-12-31T23:59:59.5Z")).secondsSince1970, equals: -1)
    var random = SeededRandom(seed: 3)
    // Foundation counts in the Julian calendar before 1582; RFC 3339 never does.
    for _ in 0..<500 {
      let seconds = Int.random(in: -11_676_096_000..<253_402_300_800, using: &random)
      let stamp = try #require(Timestamp(secondsSince1970: seconds))
      expect(stamp.description, equals: Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601))
    }
  }

  @Test("Moving by seconds keeps the digits and stops at the ends of the calendar")
  func adding() throws {
    let stamp = try #require(LocalTimestamp("2024-01-09T15:56:58.059944"))
    expect(stamp.adding(seconds: -300).description, equals: "2024-01-09T15:51:58.059944")
    expect(stamp.adding(seconds: 86_400 * 366).description, equals: "2025-01-09T15:56:58.059944")
    expect(stamp.adding(seconds: .min).description, equals: "0000-01-01T00:00:00.059944")
    expect(stamp.adding(seconds: .max).description, equals: "9999-12-31T23:59:59.059944")
  }

  @Test("Equal readings with different digits are equal")
  func digitsDoNotMatterForEquality() throws {
    try expect(
      #require(LocalTimestamp("2024-01-09T15:56:58.5")), equals: #require(LocalTimestamp("2024-01-09T15:56:58.500")))
    #expect(try #require(LocalTimestamp("2024-01-09T15:56:58.5")) < #require(LocalTimestamp("2024-01-09T15:56:58.51")))
  }

  @Test("Every day from 0000 to 9999 is its own, and the next one follows")
  func calendarIsWhole() throws {
    var previous = try #require(CalendarDate("0000-01-01"))
    let last = try #require(CalendarDate("9999-12-31"))
    #expect(CalendarDate(days: previous.days - 1) == nil)
    #expect(CalendarDate(days: last.days + 1) == nil)
    for days in stride(from: previous.days + 1, through: last.days, by: 97) {
      let day = try #require(CalendarDate(days: days))
      expect(CalendarDate(day.description), equals: day)
      #expect(previous.description < day.description)
      previous = day
    }
    try expect(#require(CalendarDate("2015-06-19")).days, equals: 16_605)
  }

  @Test("Only strings are read as date-times, and escapes in them do not matter")
  func json() throws {
    try expect(
      LocalTimestamp(json: #""2024-01-09T15:56:58\u002e059944""#).description, equals: "2024-01-09T15:56:58.059944")
    #expect(throws: JSONError.self) { try LocalTimestamp(json: "5") }
    #expect(throws: JSONError.self) { try Timestamp(json: #""yesterday""#) }
    try expect(Timestamp(json: #""2024-01-09T15:56:58Z""#).jsonText, equals: #""2024-01-09T15:56:58Z""#)
  }

  @Test("The days of ten thousand years are counted without a gap")
  func everyDayIsRead() throws {
    var seconds = -62_167_219_200
    while seconds < 253_402_300_800 {
      let stamp = try #require(LocalTimestamp(seconds: seconds + 86_399))
      expect(LocalTimestamp(stamp.description)?.seconds, equals: seconds + 86_399)
      // Prime to the weeks, months and years, so that all kinds of days are met.
      seconds += 86_400 * 23
    }
  }

  @Test(
    "What a calendar or a clock does not have is refused",
    arguments: [
      "2023-02-29T00:00:00", "2100-02-29T00:00:00", "2023-04-31T00:00:00", "2023-00-10T00:00:00", "2023-13-10T00:00:00",
      "2023-01-00T00:00:00", "2023-01-32T00:00:00", "2023-01-10T24:00:00", "2023-01-10T00:60:00", "2023-01-10T00:00:60",
      "2023-01-10T00:00:5:", "2023-01-10T00:00:/5", "2023-01-10T00:00;05", "2023-01-10T00:00:0", "2023-01-10T00:00:05.",
      "2023-01-10T00:00:05.x", "2023-01-10T00:00:05.1234567890", "2023-01-10T00:00:05.12x", "2023-01-10T00:00:\u{E9}",
    ])
  func whatIsNoTimeIsRefused(text: String) {
    expect(LocalTimestamp(text), equals: nil)
    expect(Timestamp(text + "Z"), equals: nil)
  }
}
