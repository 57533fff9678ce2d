import Testing

@testable import Tributary
@testable import TributaryCommand

/// The table that `tributary status` shows.
@Suite struct StatusTableTests {
  private static let present = Timestamp(secondsSince1970: 1_700_000_000) ?? .epoch

  private func summary(
    _ scope: String, records: Int = 0, committed: Int? = nil, _ change: (inout StreamSummary) -> Void = { _ in }
  ) -> StreamSummary {
    var summary = StreamSummary(
      key: StreamKey(service: "shop", baseURL: "https://shop.example", scope: scope), state: StreamState(),
      records: records > 0 ? [.init(type: "item", count: records)] : [], deleted: 0, quarantined: 0,
      committedAt: committed.flatMap { Timestamp(secondsSince1970: Self.present.secondsSince1970 - $0) })
    summary.state.checkpoint = committed == nil ? nil : Checkpoint(version: 1, text: #"{"validator":"a"}"#)
    change(&summary)
    return summary
  }

  private func lines(_ streams: [StreamSummary]) -> [String] { StreamTable(streams, at: Self.present).lines }

  @Test func columnsAreAlignedAndOnlyThereWhereNeeded() {
    #expect(
      lines([summary("", records: 1_204, committed: 185), summary("b", committed: 3), summary("folder 5")]) == [
        "stream          state         records  last commit",
        "shop            synced          1,204  3 minutes ago",
        "shop, b         synced              0  3 seconds ago",
        "shop, folder 5  never synced        0  never",
      ])
    let troubled = lines([
      summary("a", records: 9, committed: 7_300) {
        $0.state.unsettledObjects = [RecordReference(type: "item", id: "1")]
        $0.quarantined = 12_000
      },
      summary("b", committed: 200_000) {
        $0.state.outbox = ["k", "l"]
        $0.applied = 2
        $0.oldestApplied = Timestamp(secondsSince1970: Self.present.secondsSince1970 - 90_000)
      },
    ])
    #expect(
      troubled == [
        "stream   state       records  last commit  to acknowledge  unsettled  in quarantine     written, not yet synced",
        "shop, a  incomplete        9  2 hours ago               0          1         12,000                           0",
        "shop, b  unfinished        0  2 days ago                2          0              0  2, the oldest 25 hours ago",
      ])
  }

  @Test func agesAreInTheLargestUnitAndNeverInTheFuture() {
    let ages: [(Int, String)] = [
      (-500, "0 seconds ago"), (0, "0 seconds ago"), (1, "1 second ago"), (119, "119 seconds ago"),
      (120, "2 minutes ago"), (7_199, "119 minutes ago"), (7_200, "2 hours ago"), (172_799, "47 hours ago"),
      (172_800, "2 days ago"), (1_000 * 86_400, "1,000 days ago"),
    ]
    for (seconds, words) in ages {
      let moment = Timestamp(secondsSince1970: Self.present.secondsSince1970 - seconds)
      #expect(moment?.age(at: Self.present) == words)
    }
  }

  @Test func aStreamSaysHowFarItIs() {
    func standing(_ text: String, _ change: (inout StreamSummary) -> Void = { _ in }) -> StreamStanding {
      summary("", committed: 1) {
        $0.state.checkpoint = Checkpoint(version: 1, text: text)
        change(&$0)
      }.standing
    }
    #expect(standing(#"{"token":"t"}"#) == .complete)
    #expect(standing(#"{"token":"t","page":"p","epoch":1,"full":false}"#) == .unfinished)
    #expect(standing(#"{"token":"t","hasUnidentified":true}"#) == .incomplete)
    #expect(standing(#"{"token":"t"}"#) { $0.state.unsettledObjects = [.init(type: "a", id: "1")] } == .incomplete)
    #expect(standing(#"{"token":"t"}"#) { $0.state.outbox = ["a"] } == .unfinished)
    #expect(standing(#"{"device":"d","incarnation":"i","owesSweep":true}"#) == .unfinished)
    #expect(standing(#"{"device":"d","incarnation":"i","owesSweep":false}"#) == .complete)
    #expect(standing("anything of another protocol") == .complete)
    #expect(summary("", records: 3).standing == .unfinished)
    #expect(summary("").standing == .never)
    // A database of an earlier version does not say when.
    #expect(lines([summary("", records: 3, committed: 1) { $0.committedAt = nil }])[1].hasSuffix("  unknown"))
  }

  @Test func wideValuesStayAligned() {
    let long = String(repeating: "x", count: 90)
    let lines = lines([
      summary("注文", records: 5, committed: 1), summary("🧦", committed: 2), summary("e\u{301}", committed: 3),
      summary(long, records: 1_000_000, committed: 4), summary("two\nlines", committed: 5),
    ])
    #expect(
      lines == [
        "stream           state     records  last commit", "shop, 注文       synced          5  1 second ago",
        "shop, 🧦         synced          0  2 seconds ago", "shop, e\u{301}          synced          0  3 seconds ago",
        "shop, \(long)", "                 synced  1,000,000  4 seconds ago",
        "shop, two\u{FFFD}lines  synced          0  5 seconds ago",
      ])
  }
}
