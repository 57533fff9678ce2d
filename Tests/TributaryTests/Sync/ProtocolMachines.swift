import TributaryJSON

@testable import Tributary

// The machines of the protocols, as tests write them down.
typealias TimestampCursorMachine = ProtocolMachine<TimestampCursorProtocol>
typealias ModificationPollingMachine = ProtocolMachine<ModificationPollingProtocol>
typealias SessionQueueMachine = ProtocolMachine<SessionQueueProtocol>

extension ProtocolMachine where Protocol == TimestampCursorProtocol {
  init(
    type: String, start: LocalTimestamp, pass: SyncPass = .changes, forgetFailures: Bool = false,
    tuning: TimestampCursor.Tuning = TimestampCursor.Tuning(),
    interpret: @escaping @Sendable (RawJSON) -> TimestampCursor.Row
  ) {
    self.init(
      TimestampCursorProtocol(type: type, start: start, pass: pass, tuning: tuning, interpret: interpret),
      forgetsFailures: forgetFailures)
  }
}

extension ProtocolMachine where Protocol == SessionQueueProtocol {
  init(
    newDevice: Bool = false, forgetFailures: Bool = false, tuning: SessionQueue.Tuning = SessionQueue.Tuning(),
    drawDevice: @escaping @Sendable () -> String, interpret: @escaping @Sendable (RawJSON) -> SessionQueue.Item
  ) {
    self.init(
      SessionQueueProtocol(
        newDevice: newDevice, forgetFailures: forgetFailures, tuning: tuning, drawDevice: drawDevice,
        interpret: interpret),
      forgetsFailures: forgetFailures)
  }
}

extension ProtocolMachine where Protocol == ModificationPollingProtocol {
  init(
    type: String, source: ModificationPolling.Source, tracksDeletions: Bool,
    tuning: ModificationPolling.Tuning = ModificationPolling.Tuning(),
    interpret: @escaping @Sendable (RawJSON) -> ModificationPolling.Row
  ) {
    self.init(
      ModificationPollingProtocol(
        .init(
          type: type, source: source, pass: .changes, scope: .everything, tracksDeletions: tracksDeletions,
          tuning: tuning, interpret: interpret)))
  }
}
