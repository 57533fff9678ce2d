import TributaryEmulator
import TributaryJSON

/// Creates records, and alters them as people do.
enum Seeder {
  private static let colors = ["blue", "red", "green", "black", "white", "blå", "grön"]
  private static let things = ["T-shirt", "cap", "scarf", "mug", "lamp", "chair", "Tröja"]
  private static let sizes = ["S", "M", "L", "XL"]
  private static let orderStates = ["new", "confirmed", "invoiced", "completed", "cancelled"]
  private static let shippingStates = ["pending", "picking", "shipped", "delivered"]

  /// Fills the service with a history of 90 days, in which some seconds have several changes.
  static func seed(_ state: inout SharespineState) {
    let now = state.seconds
    for type in SharespineEmulator.RecordType.allCases {
      let count = max(state.configuration.records[type] ?? 0, 0)
      var records: [Record] = []
      records.reserveCapacity(count)
      for index in 0..<count {
        let created = now - 90 * 86_400 / max(count, 1) * (count - index)
        var modified = created + Int.random(in: 0...max(now - created - 1, 0), using: &state.random)
        // A nightly import changes many records in one second.
        if index % 4 == 0 { modified -= modified % 86_400 }
        records.append(record(type, created: created, modified: max(modified, created), in: &state, number: index))
      }
      state.tables[type, default: Table()].fill(records)
    }
  }

  static func record(
    _ type: SharespineEmulator.RecordType, created: Int, modified: Int, in state: inout SharespineState,
    number: Int? = nil
  ) -> Record {
    let number = number ?? state.tables[type]?.count ?? 0
    var record = Record(type: type, localID: state.newID(), created: created, lastModified: modified)
    record.remoteIDs[state.configuration.connectionID] = "\(type.rawValue)-\(1000 + number)"
    func one(of words: [String]) -> JSONValue { .string(words.randomElement(using: &state.random) ?? "") }
    func amount(_ range: ClosedRange<Int>) -> JSONValue {
      let cents = Int.random(in: range, using: &state.random)
      return .string("\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)")
    }
    switch type {
    case .product:
      let words = [colors, sizes].map { $0.randomElement(using: &state.random) ?? "" }
      let thing = things.randomElement(using: &state.random) ?? ""
      record.fields = [
        "sku": .string("\(1001 + number)"), "name": .string("\(thing) \(words.joined(separator: " "))"),
        "vatRatePercent": one(of: ["25", "12", "6", "0"]),
        "stock": .string("\(Int.random(in: 0...500, using: &state.random))"), "stockType": "stocked",
      ]
    case .order:
      record.fields = [
        "remoteOrderNo": .string("\(5001 + number)"), "orderStatus": one(of: orderStates),
        "shippingStatus": one(of: shippingStates),
        "rows": [["sku": .string("\(1001 + number % 40)"), "pricePerUnitExclVat": amount(100...99_900)]],
      ]
    case .ledgerAccount:
      record.fields = ["accountNo": .string("\(1010 + 10 * number)"), "name": .string("Account \(number + 1)")]
    case .ledgerEntry:
      record.fields = ["amount": amount(100...9_999_900), "description": .string("Entry \(number + 1)")]
    case .supplierInvoice:
      record.fields = ["invoiceNo": .string("S-\(9001 + number)"), "amount": amount(1000...9_999_900)]
    }
    return record
  }

  static func alter(_ record: inout Record, _ random: inout SeededRandom) {
    let number = Int.random(in: 0...999, using: &random)
    switch record.type {
    case .product:
      record.fields["stock"] = .string("\(number)")
      if number % 5 == 0 { record.fields["name"] = number % 2 == 0 ? .null : .string("Renamed \(number)") }
    case .order:
      let isShipping = number % 2 == 0
      let words = isShipping ? shippingStates : orderStates
      record.fields[isShipping ? "shippingStatus" : "orderStatus"] =
        .string(words.randomElement(using: &random) ?? "")
    case .ledgerAccount: record.fields["name"] = .string("Account renamed \(number)")
    case .ledgerEntry: record.fields["description"] = .string("Entry corrected \(number)")
    case .supplierInvoice: record.fields["amount"] = .string("\(number).50")
    }
  }
}
