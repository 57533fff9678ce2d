public import Tributary

/// One run of a sync protocol. It performs the effects as a sync does, in a process that can end between any two.
///
/// Use it to test your own protocol as those of this package are tested: with a server in memory that changes and
/// fails, a ``SimulatedStore`` that can lose its last commits, and many runs in which the process dies at random. A run
/// must never end without a reason while the store lacks something that was visible on the server when the run began.
/// Once the server stops changing, the store must equal it.
///
/// ```swift
/// var run = SimulatedRun(BookPages())
/// run.process.momentsLeft = 7
/// let ending = try await run.perform(on: store) { page in server.respond(to: page) }
/// if ending == .finished([]) { assert(store.records("book").count == server.books.count) }
/// ```
public struct SimulatedRun<Protocol: SyncProtocol> {
  /// How a run ended.
  public enum Ending: Equatable, Sendable {
    /// The run finished, with the codes of the reasons for an incomplete result; if there are none, it is up to date.
    case finished([String])
    /// The process died.
    case died
    /// A request failed.
    case failed
  }

  /// The process, with when it dies and how requests fail.
  public var process: SimulatedProcess
  /// The codes of the notes.
  public private(set) var notes: [String] = []
  /// How many requests were sent.
  public private(set) var requests = 0
  /// The progress that the run reported.
  package private(set) var fractions: [Double] = []
  private var machine: ProtocolMachine<Protocol>

  /// A run of a protocol.
  ///
  /// - Parameters:
  ///   - decisions: The protocol, before the run.
  ///   - forgetFailures: Whether rows without an identifier are forgotten at the end of the run.
  ///   - process: The process that it runs in.
  public init(_ decisions: Protocol, forgetFailures: Bool = false, in process: SimulatedProcess = SimulatedProcess()) {
    machine = ProtocolMachine(decisions, forgetsFailures: forgetFailures)
    self.process = process
  }

  /// Runs to the end of the protocol or of the process.
  ///
  /// - Parameters:
  ///   - stream: The open stream.
  ///   - alter: Changes what is committed, to check that the simulation finds such a mistake.
  ///   - send: The server. It may also change requests, to check that the simulation finds such a mistake.
  /// - Throws: ``SimulationFailure``, what the stream throws, and what `send` throws; but a ``NetworkFault`` ends the
  ///   run as failed, and ``PlantedMistake`` as up to date.
  public mutating func perform(
    on stream: any StreamStore, altering alter: (StreamTransaction) -> StreamTransaction = { $0 },
    _ send: (Protocol.Request) throws -> Protocol.Response
  ) async throws -> Ending {
    (stream as? SimulatedStore)?.beginRun()
    var effects = machine.step(.opened(try await stream.state()))
    while !effects.isEmpty {
      do {
        switch effects.removeFirst() {
        case .ask(let request):
          guard process.survives(.beforeRequest) else { return .died }
          let response = try respond(to: request, send)
          guard process.survives(.beforeResponse) else { return .died }
          effects += machine.step(.received(response))
        case .commit(let transaction, let progress):
          if let progress { fractions.append(progress) }
          guard case .ask(let request)? = effects.first else {
            guard process.survives(.beforeCommit) else { return .died }
            effects += machine.step(.committed(try await stream.commit(alter(transaction))))
            guard process.survives(.afterCommit) else { return .died }
            continue
          }
          // The following request is under way: at worst it reaches the server before the commit is durable.
          effects.removeFirst()
          guard process.survives(.beforeRequest) else { return .died }
          let early = Result { try respond(to: request, send) }
          guard process.survives(.requestBeforeCommit) else { return .died }
          effects += machine.step(.committed(try await stream.commit(alter(transaction))))
          guard process.survives(.afterCommit) else { return .died }
          effects += machine.step(.received(try early.get()))
        case .wait: effects += machine.step(.waited)
        case .note(let note): notes.append(note.code)
        case .finish(let reasons):
          if reasons.isEmpty { try await stream.dropApplied() }
          return .finished(reasons.map(\.code))
        case .refuse(let checkpoint): throw SimulationFailure.refused(checkpoint)
        }
      } catch is NetworkFault {
        return .failed
      } catch is PlantedMistake {
        return .finished([])
      }
      guard requests < 2_000 else { throw SimulationFailure.unbounded }
    }
    throw SimulationFailure.stopped
  }

  private mutating func respond(
    to request: Protocol.Request, _ send: (Protocol.Request) throws -> Protocol.Response
  ) throws -> Protocol.Response {
    requests += 1
    return try process.send { try send(request) }
  }
}

/// Why a run did not end.
public enum SimulationFailure: Error, Equatable {
  /// The run sent 2,000 requests, which no run against a small server needs.
  case unbounded
  /// The checkpoint that an earlier run left cannot be read.
  case refused(Checkpoint)
  /// The protocol did not handle a response, so nothing was left to do.
  case stopped
}

/// Thrown by a server with a planted mistake, to end the run as if nothing were left to do.
public struct PlantedMistake: Error {
  /// The mistake.
  public init() {}
}
