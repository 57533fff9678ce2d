package import TributaryJSON

/// What modification polling remembers between runs. All moments are whole seconds from 1970.
package struct ModificationPollingMemory: SyncMemory {
  /// What is known about whether the service honours the requested order.
  enum Order: String {
    case unknown, honoured, ignored
  }

  /// The last row of a second with more rows than a page, so that a quiet run need not read them all.
  struct Tail: Equatable {
    /// How many rows come before it.
    var offset: Int
    /// The fingerprint of its identifier and its stamp.
    var key: UInt64
  }

  /// Everything before it was read.
  var floor: Int
  /// The greatest stamp seen by a completed pass.
  var greatest: Int?
  /// The length of the longest page ever seen, at least 2.
  var longest = 2
  var order = Order.unknown
  var tail: Tail?

  package static let version = 1

  init(floor: Int) { self.floor = floor }

  package init?(_ fields: JSONFields) {
    guard let floor = fields["floor"]?.string.flatMap({ Timestamp($0) }), let longest = fields["longest"]?.int,
      let order = fields["order"]?.string.flatMap({ Order(rawValue: $0) })
    else { return nil }
    self.init(floor: floor.secondsSince1970)
    greatest = fields["greatest"]?.string.flatMap { Timestamp($0) }?.secondsSince1970
    self.longest = max(longest, 2)
    self.order = order
    if let offset = fields["tail"]?["offset"]?.int, offset > 0,
      let key = fields["tail"]?["key"]?.string.flatMap({ UInt64($0, radix: 16) })
    {
      tail = Tail(offset: offset, key: key)
    }
  }

  package var fields: JSONFields {
    var fields: JSONFields = ["floor": .string(Timestamp(second: floor).description)]
    if let greatest { fields["greatest"] = .string(Timestamp(second: greatest).description) }
    fields["longest"] = .number(JSONNumber(longest))
    fields["order"] = .string(order.rawValue)
    if let tail {
      fields["tail"] = ["offset": .number(JSONNumber(tail.offset)), "key": .string(String(tail.key, radix: 16))]
    }
    return fields
  }
}

extension Timestamp {
  /// The time of a second from 1970; beyond the years 0001 to 9999 the nearest one, since many services know no year
  /// 0000.
  init(second: Int) {
    let nearest = min(max(second, LocalTimestamp.yearOne), LocalTimestamp.range.upperBound - 1)
    self = Timestamp(secondsSince1970: nearest) ?? Timestamp(utc: .epoch)
  }
}
