/// How a worker divides its time among accounts.
public struct FleetPolicy: Sendable, Hashable {
  /// How many accounts are synchronized at the same time.
  public var slots: Int
  /// How many of the slots are kept for accounts of which no slice was cut yet, so that long syncs cannot take all.
  public var reservedSlots: Int
  /// How long a sync may take before it is cut behind a commit and put back. The next slice of the same sync is twice
  /// as long, so that one that cannot continue where it was cut ends nevertheless.
  public var slice: Duration
  /// The longest slice.
  public var longestSlice: Duration
  /// How long a sync may go on without a commit before it counts as failed.
  public var stall: Duration
  /// How long a lease lasts unless it is renewed, which happens every third of it.
  public var lease: Duration
  /// The longest time between two looks for due accounts.
  public var poll: Duration
  /// How long an account waits after each attempt without a success.
  public var backoff: AttemptBackoff
  /// How long a worker that is to stop lets its syncs go on before it gives them back.
  public var grace: Duration

  /// A policy; by default 16 slots, 4 of them reserved, slices of half a minute and leases of a minute.
  public init(
    slots: Int = 16, reservedSlots: Int = 4, slice: Duration = .seconds(30), longestSlice: Duration = .seconds(3600),
    stall: Duration = .seconds(900), lease: Duration = .seconds(60), poll: Duration = .seconds(5),
    backoff: AttemptBackoff = AttemptBackoff(), grace: Duration = .seconds(20)
  ) {
    self.slots = max(1, slots)
    self.reservedSlots = min(max(0, reservedSlots), self.slots - 1)
    self.slice = slice
    self.longestSlice = longestSlice
    self.stall = stall
    self.lease = lease
    self.poll = poll
    self.backoff = backoff
    self.grace = grace
  }

  /// The length of a slice that comes after others of the same sync.
  func slice(after slices: Int) -> Duration {
    var length = slice
    for _ in 0..<min(max(slices, 0), 32) where length < longestSlice { length *= 2 }
    return min(length, max(slice, longestSlice))
  }
}
