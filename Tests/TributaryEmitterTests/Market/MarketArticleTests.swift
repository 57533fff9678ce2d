import Foundation
import Market
import Testing
import Tributary
import TributaryJSON

@Suite("The article on calls")
struct MarketArticleTests {
  @Test("Every block of Swift is compiled")
  func blocks() throws {
    func lines(_ path: String) throws -> [String] {
      try String(contentsOf: SpecFolder.repository.appending(path: path), encoding: .utf8)
        .split(separator: "\n", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let compiled = try lines("Tests/TributaryEmitterTests/Market/MarketArticle.swift")
    let blocks = try lines("Sources/Tributary/Tributary.docc/Calls.md")
      .split(omittingEmptySubsequences: false) { $0.hasPrefix("```") }.enumerated()
      .filter { !$0.offset.isMultiple(of: 2) }.map { Array($0.element) }
    #expect(blocks.count == 13)
    for block in blocks {
      #expect(compiled.indices.contains { compiled[$0...].starts(with: block) }, "\(block.joined(separator: "\n"))")
    }
  }

  @Test("It does what it says")
  func calls() async throws {
    func client(_ body: String) -> Market.Client {
      Market.Client(token: "secret", account: "a", transport: Stand(200, body))
    }
    let stall = #"{"id":5,"name":"Fruit"}"#
    try await MarketArticle.options(client(stall))
    await MarketArticle.errors(client(stall))
    try await MarketArticle.changes(client(stall))
    try await MarketArticle.headers(client(stall))
    #expect(try await MarketArticle.values(client("[\(stall)]")) == 2 + stall.utf8.count + 2)
    try await MarketArticle.byHand(client("3"))
    try await MarketArticle.lists(client(#"{"goods":[]}"#))
    #expect(try await MarketArticle.transport() == "Fruit")
  }
}
