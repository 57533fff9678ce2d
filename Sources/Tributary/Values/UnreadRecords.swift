import TributaryHTTP
import TributaryJSON

/// A list of records that a sync reads row by row, and that is only decoded as a whole if something asks for its values.
final class UnreadRecords<Model: JSONCodable & Hashable & Sendable>: Sendable {
  /// The list as received.
  let list: RawList
  private let decoded = Locked<Records<Model>?>(nil)

  init(_ list: RawList) { self.list = list }

  /// The list with its values, decoded once.
  var read: Records<Model> {
    decoded.withLock { decoded in
      if let decoded { return decoded }
      // It is a list, and what is wrong with an element costs only that element.
      let records = (try? list.payload.decode(as: Records<Model>.self)) ?? Records()
      decoded = records
      return records
    }
  }
}

extension UnreadRecords: Hashable {
  static func == (left: UnreadRecords, right: UnreadRecords) -> Bool { left.list == right.list }

  func hash(into hasher: inout Hasher) { hasher.combine(list) }
}
