import TributaryJSON

/// What modification polling remembers between runs. All moments are whole seconds from 1970.
struct ModificationPollingCheckpoint: Sendable, Equatable {
  /// What is known of whether the service heeds the order it is asked for.
  enum Order: String {
    case unknown, honoured, ignored
  }

  /// The last row of a second with more rows than a page, so that a quiet run need not read them all.
  struct Tail: Equatable {
    /// How many rows stand before it.
    var offset: Int
    /// The fingerprint of its identifier and its stamp.
    var key: UInt64
  }

  /// Everything before it was read.
  var floor: Int
  /// The greatest stamp seen by a pass that came to its end.
  var greatest: Int?
  /// The length of the longest page ever seen. No service hands out rows one by one.
  var longest = 2
  var order = Order.unknown
  var tail: Tail?

  static let version = 1

  init(floor: Int) { self.floor = floor }

  init?(_ checkpoint: Checkpoint) {
    guard checkpoint.version == Self.version,
      let raw = try? JSONReader.read(JSONValue.self, from: SharedBytes(checkpoint.text)),
      let floor = raw["floor"]?.string.flatMap({ Timestamp($0) }),
      let longest = raw["longest"]?.int,
      let order = raw["order"]?.string.flatMap({ Order(rawValue: $0) })
    else { return nil }
    self.init(floor: floor.secondsSince1970)
    greatest = raw["greatest"]?.string.flatMap { Timestamp($0) }?.secondsSince1970
    self.longest = max(longest, 2)
    self.order = order
    if let offset = raw["tail"]?["offset"]?.int, offset > 0,
      let key = raw["tail"]?["key"]?.string.flatMap({ UInt64($0, radix: 16) })
    {
      tail = Tail(offset: offset, key: key)
    }
  }

  var checkpoint: Checkpoint {
    var fields: JSONFields = ["floor": .string(Timestamp(second: floor).description)]
    if let greatest { fields["greatest"] = .string(Timestamp(second: greatest).description) }
    fields["longest"] = .number(JSONNumber(longest))
    fields["order"] = .string(order.rawValue)
    if let tail {
      fields["tail"] = ["offset": .number(JSONNumber(tail.offset)), "key": .string(String(tail.key, radix: 16))]
    }
    return Checkpoint(version: Self.version, text: JSONWriter.bytes(of: JSONValue.object(fields)).text)
  }
}

extension Timestamp {
  /// The moment of a second from 1970; beyond the years 0001 to 9999 the nearest one, since many services know no year
  /// 0000.
  init(second: Int) {
    let nearest = min(max(second, LocalTimestamp.yearOne), LocalTimestamp.range.upperBound - 1)
    self = Timestamp(secondsSince1970: nearest) ?? Timestamp(utc: .epoch)
  }
}
