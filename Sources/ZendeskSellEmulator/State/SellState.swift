import Tributary
import TributaryEmulator
import TributaryJSON

/// Everything that an emulated Zendesk Sell keeps; empty at first.
struct SellState: Sendable {
  let configuration: EmulatedSell.Configuration
  var behavior: EmulatedSell.Behavior
  var database: Database
  var random: SeededRandom
  var counts = EmulatedSell.RequestCounts()
  var sync = SyncState()
  var lists = ListCache()
  var tokens: Tokens?
  /// The user of every call's token, and the account.
  var selfID = 0
  var accountID = 0
  /// Invented organizations, for the people that work there.
  var organizations: [Int] = []
  /// Requests still to be rate limited on demand.
  var rateLimitedNext = 0
  var rateLimitedNextForm = EmulatedSell.RateLimitForm.emptyBody
  private var clock: EmulatedClock
  private var httpDate: (seconds: Int, text: String) = (.min, "")

  init(_ configuration: EmulatedSell.Configuration, now: (@Sendable () -> Int)?) {
    self.configuration = configuration
    behavior = configuration.behavior
    tokens = configuration.application.map { Tokens($0) }
    database = Database(queueTypes: configuration.queueTypes, capacity: configuration.capacity)
    random = SeededRandom(seed: configuration.seed)
    clock = EmulatedClock(now: now)
  }

  /// The service's clock, in seconds from 1970.
  var seconds: Int { clock.seconds }

  /// The current time as the service writes it.
  var stamp: String { Stamp.text(seconds) }

  mutating func advance(seconds: Int) { clock.advance(seconds: seconds) }

  /// Lets the time of one request pass.
  ///
  /// - Returns: How many automatic changes are due.
  mutating func passTime() -> Int {
    clock.passRequest(seconds: configuration.secondsPerRequest, changeEvery: configuration.secondsPerChange)
  }

  /// An identifier that looks like a UUID.
  mutating func newUUID() -> String {
    func digits(_ count: Int) -> String {
      let text = String(random.next() | 1 << 63, radix: 16)
      return String(text.suffix(count))
    }
    let (first, second, third, fourth) = (digits(8), digits(4), digits(3), digits(3))
    return "\(first)-\(second)-4\(third)-a\(fourth)-\(digits(12))"
  }

  /// The `Date` header for the current time.
  mutating func dateHeader() -> String {
    if httpDate.seconds != seconds { httpDate = (seconds, EmulatedStamp.httpDate(seconds: seconds)) }
    return httpDate.text
  }
}
