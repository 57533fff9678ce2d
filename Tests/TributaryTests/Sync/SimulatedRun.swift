import Testing
import Tributary

/// One run of a machine: performs its effects as the driver does, in a process that can end between any two.
struct SimulatedRun<Machine: SyncMachine> where Machine.Request: Equatable {
  enum Ending: Equatable {
    case finished([String])
    case died
    case failed
  }

  /// Thrown by a mistake that ends a run in the belief that nothing is left to do.
  struct EndsEarly: Error {}

  var machine: Machine
  var process: SimulatedProcess
  private(set) var notes: [String] = []
  private(set) var requests = 0
  private(set) var fractions: [Double] = []

  init(_ machine: Machine, in process: SimulatedProcess) {
    self.machine = machine
    self.process = process
  }

  /// Runs to the end of the machine or of the process.
  ///
  /// - Parameters:
  ///   - stream: The stream, open.
  ///   - alter: A mistake in what is committed.
  ///   - ask: The server, and mistakes in what it is asked.
  mutating func perform(
    on stream: any StreamStore, altering alter: (StreamTransaction) -> StreamTransaction = { $0 },
    _ ask: (Machine.Request) throws -> Machine.Answer
  ) async throws -> Ending {
    var effects = machine.step(.opened(try await stream.state()))
    while !effects.isEmpty {
      do {
        switch effects.removeFirst() {
        case .ask(let request):
          guard process.survives(.beforeRequest) else { return .died }
          let answer = try send(request, ask)
          guard process.survives(.beforeAnswer) else { return .died }
          effects += machine.stepAsForetold(.answered(answer))
        case .commit(let transaction, let progress):
          guard case .ask(let request)? = effects.first else {
            guard process.survives(.beforeCommit) else { return .died }
            effects += machine.step(.committed(try await stream.commit(alter(transaction))))
            if let progress { fractions.append(progress) }
            guard process.survives(.afterCommit) else { return .died }
            continue
          }
          // The request that follows is under way: at worst it reaches the server before the commit is durable.
          effects.removeFirst()
          guard process.survives(.beforeRequest) else { return .died }
          let early = Result { try send(request, ask) }
          guard process.survives(.requestBeforeCommit) else { return .died }
          effects += machine.step(.committed(try await stream.commit(alter(transaction))))
          guard process.survives(.afterCommit) else { return .died }
          effects += machine.stepAsForetold(.answered(try early.get()))
        case .wait: effects += machine.step(.waited)
        case .note(let note): notes.append(note.code)
        case .finish(let reasons): return .finished(reasons.map(\.code))
        case .refuse: Issue.record("the checkpoint was refused")
        }
      } catch is NetworkFault {
        return .failed
      } catch is EndsEarly {
        return .finished([])
      }
      try #require(requests < 2_000, "requests without bound")
    }
    Issue.record("the machine stopped without a result")
    return .died
  }

  private mutating func send(
    _ request: Machine.Request, _ ask: (Machine.Request) throws -> Machine.Answer
  ) throws -> Machine.Answer {
    requests += 1
    return try process.send { try ask(request) }
  }
}
