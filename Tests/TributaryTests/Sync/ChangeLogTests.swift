import Expect
import Foundation
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON

/// A protocol of one's own, proved as the article says.
@Suite("A sync protocol of your own")
struct ChangeLogTests {
  /// Mistakes that such a protocol is commonly written with.
  private enum Flaw: CaseIterable {
    /// A pass that brought everything deletes nothing.
    case neverSweeps
    /// The cursor of a page is kept before its rows are.
    case cursorFirst
    /// The epoch does not rise, so that what is gone looks as if it had come.
    case staysInEpoch
  }

  /// Lives out a seed; false when something was claimed that is not so, or the mirror differs in the end.
  private func holds(_ seed: UInt64, flaw: Flaw? = nil) async throws -> Bool {
    var random = SeededRandom(seed: seed)
    var server = ChangeLogServer(seed: seed)
    let store = try SimulatedStore()
    server.change(20)
    for _ in 0..<6 {
      server.chaos = Int.random(in: 0...6, using: &random)
      var process = SimulatedProcess()
      if Bool.random(using: &random) { process.momentsLeft = Int.random(in: 0..<20, using: &random) }
      if Int.random(in: 0..<4, using: &random) == 0 {
        process.requestsLeft = Int.random(in: 0..<4, using: &random)
        process.fault = NetworkFault.allCases.randomElement(using: &random) ?? .unavailable
      }
      guard try await survives(process, &server, store, flaw) else { return false }
      if Int.random(in: 0..<4, using: &random) == 0 {
        store.losePower(commits: Int.random(in: 1...3, using: &random))
      }
      server.change(Int.random(in: 0...5, using: &random))
      if Int.random(in: 0..<3, using: &random) == 0 { server.compact() }
    }
    server.chaos = 0
    guard try await survives(SimulatedProcess(), &server, store, flaw) else { return false }
    return server.isEqualled(by: store)
  }

  private func survives(
    _ process: SimulatedProcess, _ server: inout ChangeLogServer, _ store: SimulatedStore, _ flaw: Flaw?
  ) async throws -> Bool {
    guard let flaw else { return try await server.survives(process, store) }
    server.beginRun()
    var run = SimulatedRun(ChangeLog(), in: process)
    var early: Checkpoint?
    let ending = try await run.perform(
      on: store,
      altering: { transaction in
        var transaction = transaction
        switch flaw {
        case .neverSweeps: transaction.sweep = nil
        case .staysInEpoch: transaction.epoch = nil
        case .cursorFirst: transaction.checkpoint = early ?? transaction.checkpoint
        }
        return transaction
      },
      { cursor in
        let response = server.response(after: cursor)
        if case .page(_, let next, _) = response {
          early = Checkpoint(version: 1, text: #"{"cursor":"\#(next)"}"#)
        }
        return response
      })
    return ending != .finished([]) || server.holdsWhatCouldBeSeen(store)
  }

  @Test("Whatever happens it claims nothing that is not so, and in the end the mirror equals the server")
  func simulation() async throws {
    for seed in SimulationSeeds.all {
      if try await !holds(seed) { Issue.record("seed \(seed)") }
    }
  }

  @Test("Known mistakes are found", arguments: Flaw.allCases)
  private func flaws(flaw: Flaw) async throws {
    let foundBy = try await SimulationSeeds.first(finding: "change log: \(flaw)") { seed in
      try await !holds(seed, flaw: flaw)
    }
    #expect(foundBy != nil)
  }

  @Test("The article shows what is compiled here, and the protocol in at most forty lines")
  func article() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    func lines(_ path: String) throws -> [String] {
      try String(contentsOf: root.appending(path: path), encoding: .utf8)
        .split(separator: "\n", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let compiled = try lines("Tests/TributaryTests/Sync/ChangeLog.swift")
    let blocks = try lines("Sources/Tributary/Tributary.docc/YourOwnProtocol.md")
      .split { $0.hasPrefix("```") }.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map { Array($0.element) }
    expect(blocks.count, equals: 3)
    for block in blocks {
      #expect(compiled.indices.contains { compiled[$0...].starts(with: block) }, "\(block.joined(separator: "\n"))")
    }
    #expect(blocks.first.map { $0.count <= 40 && $0.first == "struct ChangeLog: SyncProtocol {" } == true)
  }

  @Test("Everything that the article needs is public, so that it compiles outside the package")
  func isPublic() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let sources = try ["ChangeLog.swift", "ChangeLogServer.swift"].map {
      try String(contentsOf: folder.appending(path: $0), encoding: .utf8)
    }
    #expect(try Compiler.errors(in: sources.joined()).isEmpty)
    // What is not public would be seen.
    #expect(try !Compiler.errors(in: "import Tributary\nlet machine: ProtocolMachine<ChangeLog>").isEmpty)
  }
}
