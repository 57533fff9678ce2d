import MyAzurEmulator
import SharespineEmulator
import TributaryEmulator
import ZendeskSellEmulator

/// An emulated service that whoever serves it can tell what happens to it.
protocol ServedService: EmulatedService {
  /// Lets so many records change, as the service's other users would.
  func letChange(_ count: Int)
  /// Lets time pass.
  func advance(seconds: Int)
}

extension MyAzurEmulator: ServedService {
  func letChange(_ count: Int) { moveStatuses(count) }
}

extension ZendeskSellEmulator: ServedService {
  func letChange(_ count: Int) { change(count) }
}

extension SharespineEmulator: ServedService {
  func letChange(_ count: Int) { change(count) }
}
