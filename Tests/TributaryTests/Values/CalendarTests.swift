import Expect
import Testing
import Tributary

/// Every day is written as it was read, wherever leap years and centuries are.
@Suite("The calendar")
struct CalendarTests {
  private static func days(ofMonth month: Int, _ year: Int) -> Int {
    if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
    return [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  private static func padded(_ number: Int, _ count: Int) -> String {
    String(repeating: "0", count: count - "\(number)".count) + "\(number)"
  }

  @Test func daysFollowEachOther() throws {
    var next = try #require(LocalTimestamp("0000-01-01T00:00:00")).seconds
    for year in 0...9999 {
      for month in 1...12 {
        let last = Self.days(ofMonth: month, year)
        for day in [1, last] {
          let text = "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))T23:59:59"
          let stamp = try #require(LocalTimestamp(seconds: next + (day - 1) * 86_400 + 86_399))
          guard stamp.description != text || LocalTimestamp(text)?.seconds != stamp.seconds else { continue }
          expect(stamp.description, equals: text)
          expect(LocalTimestamp(text)?.seconds, equals: stamp.seconds)
        }
        next += last * 86_400
      }
    }
    expect(next, equals: 253_402_300_800)
  }

  @Test func everyDayOfTwoYearsIsItself() throws {
    for year in [1999, 2000] {
      for month in 1...12 {
        for day in 1...Self.days(ofMonth: month, year) {
          let text = "\(year)-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
          for stamp in ["\(text)T01:02:03.004005", "\(text) 10:20:30.123456789", "\(text)T00:00:00.1"] {
            expect(LocalTimestamp(stamp).map { JSONWriter.text(of: $0) }, equals: "\"\(stamp)\"")
            expect(Timestamp(stamp + "+05:30").map { JSONWriter.text(of: $0) }, equals: "\"\(stamp)+05:30\"")
          }
        }
      }
    }
  }
}
