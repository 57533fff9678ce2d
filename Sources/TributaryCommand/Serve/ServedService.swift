import MyAzurEmulator
import SharespineEmulator
import TributaryEmulator
import ZendeskSellEmulator

/// An emulated service whose events the serving program controls.
protocol ServedService: EmulatedService {
  /// Changes a number of records, as the service's other users would.
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
