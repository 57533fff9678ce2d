import Testing

@testable import Tributary
@testable import TributaryCommand

@Suite struct ProgressTests {
  private func progress(_ records: Int, _ fraction: Double?) -> SyncProgress {
    var counts = CommitCounts()
    counts.inserted = records
    return SyncProgress(fraction: fraction, counts: counts, requests: 1)
  }

  @Test func theLineIsDrawnAtMostTenTimesASecond() {
    var line = ProgressLine()
    let drawn = (0..<600).filter { line.text(of: progress($0 * 100, nil), now: .milliseconds($0 * 10)) != nil }
    #expect(drawn.count == 60)
  }

  @Test func theLineSaysHowFastAndHowLong() {
    var line = ProgressLine()
    #expect(line.text(of: progress(1_234, 0.1), now: .seconds(5)) == "1,234 records")
    #expect(line.text(of: progress(60_000, 0.25), now: .seconds(15)) == "60,000 records, 6,000/s, 30 s left")
    #expect(line.text(of: progress(120_000, 0.5), now: .seconds(605)) == "120,000 records, 200/s, 10 min left")
    #expect(line.text(of: progress(120_001, nil), now: .seconds(606)) == "120,001 records, 199/s")
    #expect(line.text(of: progress(120_002, 0.02), now: .seconds(1205)) == "120,002 records, 100/s, 16 h 20 min left")
  }

  @Test func digitsAreGrouped() {
    #expect(
      [0, 999, 1000, -1_234_567, .max].map(\.grouped) == [
        "0", "999", "1,000", "-1,234,567", "9,223,372,036,854,775,807",
      ])
  }
}
