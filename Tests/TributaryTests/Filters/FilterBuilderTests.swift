import Expect
import Testing
import Tributary
import TributaryJSON

@Suite("Building queries")
struct FilterBuilderTests {
  private let since = Timestamp(secondsSince1970: 1_420_167_845) ?? Timestamp(utc: .epoch)

  @Test("clauses read as plain Swift")
  func statements() {
    func description(_ sku: String?, _ more: [String], _ kind: Int) -> String {
      Product.where { product in
        anyOf {
          product.lastModified.isAfter(since)
          product.sku.equals("1001")
        }
        if let sku { product.sku.equals(sku) }
        if more.isEmpty { product.sku.equals("none") } else { product.sku.equals("some") }
        for text in more { product.sku.equals(text) }
        switch kind {
        case 0: product.sku.equals("zero")
        case 1: anyOf {}
        default: allOf {}
        }
        if #available(macOS 15, iOS 18, *) { product.sku.equals("new") }
      }
      .filter.description
    }
    let either = #"(lastModified after 2015-01-02T03:04:05Z or sku is "1001")"#
    #expect(
      description("x", ["a", "b"], 0)
        == either
        + #" and sku is "x" and sku is "some" and sku is "a" and sku is "b" and sku is "zero" and sku is "new""#)
    expect(description(nil, [], 2), equals: either + #" and sku is "none" and sku is "new""#)
    expect(description(nil, [], 1), equals: "nothing")
  }

  @Test("any of nothing matches nothing, all of nothing is no filter")
  func empty() throws {
    let none: [String] = []
    let nothing = Product.where { product in
      product.lastModified.isAfter(since)
      anyOf { for sku in none { product.sku.equals(sku) } }
    }
    #expect(nothing.matchesNothing)
    expect(nothing.filter, equals: .nothing)
    expect(nothing.description, equals: "product where nothing")
    #expect(try nothing.results(in: [Product(id: "1", lastModified: since.adding(seconds: 1))]).isEmpty)
    let everything = Product.where { product in allOf { for sku in none { product.sku.equals(sku) } } }
    #expect(!everything.matchesNothing)
    expect(everything.jsonText, equals: "{}")
    expect(everything, equals: Query<Product>())
    expect(everything.description, equals: "product")
    #expect(Product.where { _ in }.limit(0).matchesNothing)
    expect(Product.where { _ in }.limit(-5).limit, equals: 0)
    // A branch that is not taken does not turn "any" into "everything".
    let optional: String? = nil
    let some = Product.where { product in
      anyOf {
        if let optional { product.sku.equals(optional) }
        product.sku.equals("1")
      }
    }
    expect(some.filter, equals: Product.Fields().sku.equals("1"))
  }

  @Test("a query is narrowed further, and keeps its other parts")
  func narrowing() {
    let first = Product.where { $0.sku.equals("1") }.order { $0.lastModified.descending }.limit(3)
    let second = first.where { $0.lastModified.isAfter(since) }
    expect(second.filter.description, equals: #"sku is "1" and lastModified after 2015-01-02T03:04:05Z"#)
    #expect(second.limit == 3 && second.order == first.order)
  }

  @Test("the canonical text does not see order, nesting and repetition")
  func canonical() {
    let fields = Product.Fields()
    let a = fields.sku.equals("a")
    let b = fields.sku.equals("b")
    let c = fields.lastModified.isAfter(since)
    let one = Filter(allOf: [c, Filter(anyOf: [a, b, a])])
    let other = Filter(allOf: [Filter(anyOf: [Filter(anyOf: [b]), a]), Filter(allOf: [c, c])])
    #expect(one != other)
    expect(one.canonicalText, equals: other.canonicalText)
    #expect(fields.sku.equals("\u{e9}\u{1F600}").canonicalText.hasSuffix(#""value":"\u00e9\ud83d\ude00"}}"#))
    // Written out, because stored keys hold it.
    #expect(
      one.canonicalText
        == #"{"type":"and","subclauses":[{"type":"gt","field":"lastModified","value":{"type":"datetime","value":"2015-01-02T03:04:05Z"}},{"type":"or","subclauses":[{"type":"eq","field":"sku","value":{"type":"str","value":"a"}},{"type":"eq","field":"sku","value":{"type":"str","value":"b"}}]}]}"#
    )
  }

  @Test("descriptions keep what is nested apart, and show what cannot be seen")
  func descriptions() {
    let article = Article.Fields()
    let filter = Filter(anyOf: [
      Filter(allOf: [article.stock.isAtLeast(3), article.price.isLessThan(9), article.active.equals(true)]),
      article.title.differs(from: "a\u{0}\"b\"\n"), article.remoteID.equals("7", connection: "c"),
    ])
    #expect(
      filter.description
        == #"(stock at least 3 and price less than 9 and active is true) or title is not "a\u0000\"b\"\n" or remote id is "7" at connection "c""#
    )
  }
}
