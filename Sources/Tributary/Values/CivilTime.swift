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

  /// The date of a number of days from 1970-01-01, in the years 0 to 9999.
  static func date(days: Int) -> (year: Int, month: Int, day: Int) {
    // As above, years begin in March and are counted from 400 years earlier. Days are counted in quarters, because four
    // years have 1,461 days. Both multiplications replace divisions, by 1,461 and by 153 in 5, and are exact for every
    // day of a century and of a year.
    let quarters = UInt32(truncatingIfNeeded: days &+ 719_468 &+ 146_097) &* 4 &+ 3
    let (century, ofCentury) = (quarters / 146_097, quarters % 146_097 / 4)
    let product = 2_939_745 &* (UInt64(ofCentury) &* 4 &+ 3)
    let dayOfYear = UInt32(truncatingIfNeeded: product) / 2_939_745 / 4
    let months = dayOfYear &* 2141 &+ 197_913
    let isLate = dayOfYear >= 306
    let year = Int(century) &* 100 &+ Int(product &>> 32) &- 400 &+ (isLate ? 1 : 0)
    return (year, Int(months &>> 16) &- (isLate ? 12 : 0), Int(months & 0xFFFF) / 2141 &+ 1)
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
