import TributaryEmulator

/// What a server's clock and its commits are like in one life.
///
/// The protocol promises what it does while no list is stamped later than a change that it does not show by more than
/// the overlap. So lag, skew and a jump that no list shows share that overlap as a *budget*.
struct TimestampCursorClimate: Equatable, Sendable {
  enum Kind: CaseIterable, Sendable {
    /// UTC, and a `Date` header that says so.
    case universal
    /// UTC, but no `Date` header that would say so.
    case universalUnstated
    /// A zone two hours ahead, without daylight saving.
    case ahead
    /// Two hours ahead in summer and one in winter; the time changes either way.
    case central
    /// As UTC in winter and ahead in summer; the time changes either way.
    case london
    /// As UTC in summer and behind in winter; the time goes back.
    case azores
    /// The clock is set back by hours, which the next list shows.
    case setBack
    /// The clock is set forward by days, while no change is on its way.
    case setForward
    /// The list is cut at a round length.
    case capped
    /// Changes become visible later than the overlap: only a sweep finds them, and until then a claim may be false.
    case late
    /// The same in a zone whose clock goes back.
    case lateCentral
    /// No lag, no skew, no jump, and a list that includes the boundary: for mistakes that hide behind others.
    case exact
  }

  var kind: Kind
  /// Seconds that lag, skew and a jump may use up.
  var budget: Int
  var zone = 0
  /// Seconds by which the zone's time changes.
  var change = 0

  init(_ kind: Kind, random: inout SeededRandom) {
    self.kind = kind
    switch kind {
    case .universal, .setBack, .setForward, .capped: budget = 300
    case .universalUnstated: budget = 3900
    case .ahead: (budget, zone) = (3900, 7200)
    case .central:
      let isAutumn = Bool.random(using: &random)
      (budget, zone, change) = (300, isAutumn ? 7200 : 3600, isAutumn ? -3600 : 3600)
    case .london:
      let isAutumn = Bool.random(using: &random)
      (budget, zone, change) = (300, isAutumn ? 3600 : 0, isAutumn ? -3600 : 3600)
    case .azores: (budget, change) = (300, -3600)
    case .late: budget = 7200
    case .lateCentral: (budget, zone, change) = (3600, 7200, -3600)
    case .exact: budget = 0
    }
  }

  /// Whether a claim must be true at any time, not only after a sweep.
  var isWithinOverlap: Bool { kind != .late && kind != .lateCentral }
}
