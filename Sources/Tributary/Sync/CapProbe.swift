import TributaryJSON

/// Finds out whether a list that was read to its end was cut by the server.
///
/// A list whose length is a multiple of a round number may be. It is requested again from its median stamp on: a list
/// that was cut would then show rows that it omitted. A row that the list lacked proves the cut if it is too old to
/// have changed since. A younger row proves it only if the second list is as long as the first, because then the second
/// may be cut as well.
///
/// The probe reads the list again, which costs eight bytes per row, for its stamps and then for its identifiers.
struct CapProbe: Sendable {
  /// What the probe needs to know of a row.
  struct Row {
    /// The identifier, or the row itself if it has none.
    var name: String
    /// The stamp in whole seconds.
    var second: Int?
  }

  /// The second to ask from.
  let median: Int
  private let count: Int
  private let known: FingerprintSet
  /// Rows that are stamped before it have not changed since the list was made.
  private let horizon: Int
  private var rows = 0
  private var foundUnlistedRow = false
  private var foundOldUnlistedRow = false

  /// A probe, or `nil` if none is due: the length is not round, or the second request would equal the first.
  ///
  /// - Parameters:
  ///   - list: The list.
  ///   - count: How many rows it has.
  ///   - length: Multiples of it are round.
  ///   - start: The second that the list was asked from.
  ///   - horizon: Rows that are stamped before it have not changed since the list was made.
  ///   - read: Reads a row.
  init?(
    _ list: RawList, count: Int, every length: Int, askedFrom start: Int, horizon: Int,
    read: @escaping (RawJSON) -> Row
  ) {
    guard count > 0, length > 0, count.isMultiple(of: length) else { return nil }
    var seconds: [Int] = []
    seconds.reserveCapacity(count)
    for payload in list.elements { if let second = read(payload).second { seconds.append(second) } }
    seconds.sort()
    guard !seconds.isEmpty, seconds[seconds.count / 2] > start else { return nil }
    median = seconds[seconds.count / 2]
    seconds = []
    known = FingerprintSet(list.elements.lazy.map { read($0).name }, count: count)
    self.count = count
    self.horizon = horizon
  }

  /// Takes a row of the second list.
  mutating func add(_ row: Row) {
    rows += 1
    guard !known.contains(row.name) else { return }
    foundUnlistedRow = true
    if let second = row.second, second < horizon { foundOldUnlistedRow = true }
  }

  /// Whether the first list was cut; call it after the second list was taken completely.
  var provesCap: Bool { foundOldUnlistedRow || foundUnlistedRow && rows >= count }
}
