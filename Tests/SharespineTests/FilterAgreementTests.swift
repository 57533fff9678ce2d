import Foundation
import Sharespine
import SharespineEmulator
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON

/// How many random filters to try; `TRIBUTARY_RANDOM_FILTERS=100000` makes a long run.
private let rounds = ProcessInfo.processInfo.environment["TRIBUTARY_RANDOM_FILTERS"].flatMap { Int($0) } ?? 300

/// The emulated service evaluates filters by code of its own, and answers like the SDK does from its own values.
@Suite("Filters on the service and on values")
struct FilterAgreementTests {
  private static let connection = "3fb2568eb7e165e34dd311af5550002b"
  private static let texts = [
    "", "1001", "01001", "1001.0", "123456789012345678901234567890", "123456789012345678901234567891", "\u{e9}",
    "e\u{301}", "a", "a\u{0}", "a\u{0}b", "'; DROP TABLE record; --", "\"\\\u{1f}\n", "\u{1F469}\u{200D}\u{1F4BB}",
  ]
  private static let start = 1_420_167_845

  private let service: SharespineEmulator
  private let client: Client

  init() {
    let service = SharespineEmulator(.init(records: 0))
    for (index, text) in Self.texts.enumerated() {
      let value = JSONWriter.text(of: text)
      let modified = Self.start + index % 5
      service.put(.product, localID: "p\(index)", json: #"{"sku":\#(value)}"#, modified: modified)
      service.put(.supplierInvoice, localID: "s\(index)", json: #"{"remoteId":\#(value)}"#, modified: modified)
    }
    service.put(.product, localID: "none", json: #"{"sku":null}"#, modified: Self.start)
    service.advance(seconds: 10)
    let authentication = Authentication.sharespine(
      username: "user", password: "the-password", tenant: "acme", connectionID: Self.connection)
    self.service = service
    client = Client(
      authentication: authentication, environment: .init("https://api.example.com"),
      transport: InProcessTransport(service))
  }

  @Test("Random filters on products: by moment and by text")
  func products() async throws {
    var draws = Draws(random: SeededRandom(seed: 41))
    let all = try await client.products.list().values
    #expect(all.count == Self.texts.count + 1)
    var hits = 0
    for round in 0..<rounds {
      let filter = draws.filter(depth: 4) { draws in
        let product = Product.Fields()
        return draws.below(2) == 0
          ? product.sku.equals(draws.text(Self.texts)) : product.lastModified.isAfter(draws.stamp(from: Self.start))
      }
      let evaluator = try FilterEvaluator(filter)
      let expected = Set(all.filter { evaluator.matches($0) }.map(\.id))
      let found = Set(try await client.products.query(Query(filter)).map(\.id))
      #expect(found == expected, "seed 41, round \(round): \(filter)")
      hits += expected.isEmpty ? 0 : 1
    }
    #expect(hits > rounds / 4)
  }

  @Test("Random filters on invoices: by moment and by remote identifier")
  func invoices() async throws {
    var draws = Draws(random: SeededRandom(seed: 43))
    let all = try await client.supplierInvoices.list().values
    #expect(all.count == Self.texts.count)
    var hits = 0
    for round in 0..<rounds {
      let filter = draws.filter(depth: 4) { draws in
        let invoice = SupplierInvoice.Fields()
        let connection = draws.below(5) == 0 ? "another" : Self.connection
        return draws.below(2) == 0
          ? invoice.remoteID.equals(draws.text(Self.texts), connection: connection)
          : invoice.lastModified.isAfter(draws.stamp(from: Self.start))
      }
      let evaluator = try FilterEvaluator(filter)
      let expected = Set(all.filter { evaluator.matches($0) }.map(\.id))
      let found = Set(try await client.supplierInvoices.query(Query(filter)).map(\.id))
      #expect(found == expected, "seed 43, round \(round): \(filter)")
      hits += expected.isEmpty ? 0 : 1
    }
    #expect(hits > rounds / 4)
  }
}

/// Draws trees of clauses.
private struct Draws {
  var random: SeededRandom

  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

  mutating func text(_ texts: [String]) -> String { texts.randomElement(using: &random) ?? "" }

  mutating func stamp(from start: Int) -> Timestamp {
    Timestamp(secondsSince1970: start + below(7) - 1) ?? Timestamp(utc: .epoch)
  }

  mutating func filter<Entity>(depth: Int, clause: (inout Draws) -> Filter<Entity>) -> Filter<Entity> {
    let kind = below(depth > 0 ? 5 : 2)
    guard kind > 1 else { return clause(&self) }
    let parts = (0..<below(5)).map { _ in filter(depth: depth - 1, clause: clause) }
    return kind == 2 ? Filter(allOf: parts) : Filter(anyOf: parts)
  }
}
