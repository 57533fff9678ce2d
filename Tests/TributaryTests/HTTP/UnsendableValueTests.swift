import Expect
import Foundation
import Testing
@_spi(Generated) import Tributary

/// A number that is not finite would become null, which clears a field, or a word that the service may take for one.
@Suite("Numbers that are not finite are refused before anything is sent")
struct UnsendableValueTests {
  /// A partial write as the generator writes one.
  private struct Patch: JSONEncodable, Sendable {
    var ratio = Change<Double>.leave
    var price = Change<Decimal>.leave
    var textRatio = Change<Double>.leave
    var textPrice = Change<Decimal>.leave
    var mixedPrice = Change<Decimal>.leave
    var list: [Double]?
    var plainText: Decimal?

    func encode(into writer: inout JSONWriter) {
      writer.beginObject()
      writer.field("ratio", ratio)
      writer.field("price", price)
      writer.field("text_ratio", textRatio, as: .string)
      writer.field("text_price", textPrice, as: .string)
      writer.field("mixed_price", mixedPrice, as: .either)
      writer.field("list", list)
      writer.field("plain_text", plainText, as: .string)
      writer.endObject()
    }
  }

  private func problem(_ endpoint: Endpoint<Void>) async -> String? {
    let transport = ScriptedTransport(.success(HTTPResponse(status: 204)))
    let client = ServiceClient(baseURL: "https://api.test", transport: transport)
    do throws(APIError) {
      try await client.send(endpoint)
      return nil
    } catch {
      expect(transport.requests.count, equals: 0)
      guard case .invalidRequest(let problem) = error.reason else { return "\(error)" }
      return problem
    }
  }

  private func send(_ body: EndpointBody) async -> String? {
    await problem(Endpoint("things.update", "PATCH", "/things/1", body: body, responses: [.nothing(204)]))
  }

  @Test("in a body and in a form, with the field's path", arguments: [Double.nan, .infinity, -.infinity])
  func bodies(_ value: Double) async {
    let patches: [(String, Patch)] = [
      ("ratio", Patch(ratio: .set(value))), ("text_ratio", Patch(textRatio: .set(value))),
      ("list[1]", Patch(list: [1, value])),
    ]
    for (path, patch) in patches {
      let expected = "\(path) is \(value), and JSON has only finite numbers"
      await expect(send(.json(patch)), equals: "the content's $.\(expected)")
      await expect(send(.json(patch, in: "data")), equals: "the content's $.data.\(expected)")
      await expect(send(.form(patch)), equals: "the form's $.\(expected)")
    }
    await expect(send(.json(Patch(ratio: .clear, list: [1]))), equals: nil)
    await expect(
      send(.json([Float(value)])), equals: "the content's $[0] is \(value), and JSON has only finite numbers")
  }

  @Test("decimals in every wire form")
  func decimals() async {
    let patches: [(String, Patch)] = [
      ("price", Patch(price: .set(.nan))), ("text_price", Patch(textPrice: .set(.nan))),
      ("mixed_price", Patch(mixedPrice: .set(.nan))), ("plain_text", Patch(plainText: .nan)),
    ]
    for (path, patch) in patches {
      let expected = "the content's $.\(path) is nan, and JSON has only finite numbers"
      await expect(send(.json(patch)), equals: expected)
    }
    await expect(send(.json(Patch(price: .set(0.5), mixedPrice: .set(7)))), equals: nil)
  }

  @Test("in a path, a query and a header", arguments: [Double.nan, .infinity, -.infinity])
  func parameters(_ value: Double) async {
    let say = "is \(value), and only finite numbers can be sent"
    func endpoint(
      _ path: EndpointPath = "/things", query: [RequestItem] = [], headers: [RequestItem] = []
    ) -> Endpoint<Void> {
      Endpoint("things.list", "GET", path, query: query, headers: headers, responses: [.nothing(204)])
    }
    await expect(problem(endpoint("/things/\(1)/\(value)")), equals: "path parameter 2 \(say)")
    await expect(problem(endpoint("/things/\(Float(value))")), equals: "path parameter 1 \(say)")
    await expect(problem(endpoint("/things/\(Identifier<Self, Double>(value))")), equals: "path parameter 1 \(say)")
    await expect(
      problem(endpoint("/things/\(Decimal.nan)")),
      equals: "path parameter 1 is nan, and only finite numbers can be sent")
    await expect(problem(endpoint(query: [.item("a", 1), .item("b", value)])), equals: "the query parameter b \(say)")
    await expect(problem(endpoint(query: [.commaList("c", [1, value])])), equals: "the query parameter c[1] \(say)")
    await expect(problem(endpoint(query: [.repeated("d", [Float(value)])])), equals: "the query parameter d[0] \(say)")
    await expect(problem(endpoint(query: [.brackets("e", ["f": value])])), equals: "the query parameter e[f] \(say)")
    await expect(problem(endpoint(headers: [.item("X-G", value)])), equals: "the header X-G \(say)")
    await expect(problem(endpoint("/\(0.5)", query: [.item("b", 1e300), .item("n", nil as Double?)])), equals: nil)
  }
}
