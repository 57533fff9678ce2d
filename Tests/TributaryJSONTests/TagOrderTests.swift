import Expect
import Testing
import TributaryJSON

@Suite("Tags that are expected")
struct TagOrderTests {
  @Test("A tag that came twice is expected; within content nothing is, and nothing is learned")
  func guess() {
    var order = TagOrder()
    let tags: [String?] = ["lead", "lead", "deal", "deal"]
    let guesses = tags.map { tag in
      order.learn(tag)
      return order.guess
    }
    expect(guesses, equals: [nil, "lead", nil, "deal"])
    order.isInContent = true
    expect(order.guess, equals: nil)
    order.learn("lead")
    order.isInContent = false
    expect(order.guess, equals: "deal")
  }
}
