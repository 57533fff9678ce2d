/// Days and dates of the proleptic Gregorian calendar, in integers.
enum CivilTime {
  /// Days from 1970-01-01 to a date. The year runs from 0 to 9999, and the parts are in their ranges.
  static func days(year: Int, month: Int, day: Int) -> Int {
    // Years that begin in March have the leap day at their end, so that months have fixed offsets. Counting from 400
    // years, or 146,097 days, earlier keeps everything positive, so that divisions become multiplications and shifts.
    let isEarly = month <= 2
    let shifted = UInt32(truncatingIfNeeded: year &+ (isEarly ? 399 : 400))
    let century = shifted / 100
    let dayOfYear = (UInt32(truncatingIfNeeded: isEarly ? month &+ 12 : month) &* 979 &- 2919) / 32
    let wholeDays = Int(shifted &* 1461 / 4 &- century &+ century / 4 &+ dayOfYear)
    return wholeDays &+ day &- 1 &- 146_097 &- 719_468
  }

  /// The date of a number of days from 1970-01-01.
  static func date(days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// The number of days of a month.
  static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
