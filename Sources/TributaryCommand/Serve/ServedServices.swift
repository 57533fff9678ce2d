import MyAzurEmulator
import SharespineEmulator
import Tributary
import ZendeskSellEmulator

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The services that the command line can emulate.
///
/// Each reads its own options and returns a function that creates the service, so that nothing is created before the
/// whole command line is checked.
enum ServedServices {
  /// The options of every emulated service.
  struct Setup: Sendable {
    var records: Int
    var seed: UInt64
    /// The interval in seconds between automatic changes; `nil` for never.
    var secondsPerChange: Int?
    /// How many accounts there are, each with a credential of its own; `nil` for one that accepts any.
    var accounts: Int?
  }

  typealias Maker = @Sendable () -> any ServedService
  /// Makes one account, whose name is its credential; `nil` for an account that accepts any.
  private typealias AccountMaker = @Sendable (_ credential: String?, _ seed: UInt64) -> any ServedService
  private typealias Entry = @Sendable (inout ArgumentReader, Setup) -> AccountMaker

  private static let entries: [(name: String, entry: Entry)] = [
    ("my-azur", myAzur), ("zendesk-sell", zendeskSell), ("sharespine", sharespine),
  ]

  static let names = entries.map(\.name)

  static func maker(_ name: String, _ reader: inout ArgumentReader, setup: Setup) throws(UsageError) -> Maker {
    guard let entry = entries.first(where: { $0.name == name })?.entry else {
      throw UsageError("There is no service \"\(name)\".", near: name, among: names)
    }
    let make = entry(&reader, setup)
    guard let count = setup.accounts else { return { make(nil, setup.seed) } }
    return { AccountHost(count: count) { name, number in make(name, setup.seed &+ UInt64(number)) } }
  }

  @Sendable private static func clock() -> Int { Int(Date().timeIntervalSince1970) }

  @Sendable private static func myAzur(_ reader: inout ArgumentReader, _ setup: Setup) -> AccountMaker {
    let folder = reader.number("--folder", in: 1...Int.max) ?? 5
    return { credential, seed in
      var configuration = MyAzurEmulator.Configuration(records: setup.records, seed: seed, folder: folder)
      configuration.secondsPerChange = setup.secondsPerChange
      configuration.token = credential
      return MyAzurEmulator(configuration, now: clock)
    }
  }

  @Sendable private static func zendeskSell(_: inout ArgumentReader, _ setup: Setup) -> AccountMaker {
    { credential, seed in
      var configuration = ZendeskSellEmulator.Configuration(records: setup.records, seed: seed)
      configuration.secondsPerChange = setup.secondsPerChange
      configuration.token = credential
      return ZendeskSellEmulator(configuration, now: clock)
    }
  }

  @Sendable private static func sharespine(_: inout ArgumentReader, _ setup: Setup) -> AccountMaker {
    { credential, seed in
      var configuration = SharespineEmulator.Configuration(records: setup.records, seed: seed)
      configuration.secondsPerChange = setup.secondsPerChange
      configuration.username = credential
      configuration.password = credential
      configuration.tenant = credential
      return SharespineEmulator(configuration, now: clock)
    }
  }
}
