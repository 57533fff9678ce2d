import Testing
import Tributary
import TributaryJSON

/// The compiled fields of records, as local queries name them.
@Suite("Compiled reference local queries")
struct ReferenceLocalTests {
  private static let dish = """
    {"id":1,"title":"soup","kind_of_a_\\"quoted\\"_\\\\_ü":"odd","chef_id":5,"old_rank":0,"price":"12.50","default":true,\
    "in":"pan","object":"","key":3,"value":{"a":[1]}}
    """

  @Test("every kind of field, under any name, also one of a former name")
  func fields() throws {
    let store = MemoryStore()
    let stream = try store.open(StreamKey(service: "kitchen", baseURL: "https://k"), types: [])
    try store.apply([], service: "kitchen", stream: stream.key, at: .epoch)
    try store.apply(
      [RecordChange(type: "dish", id: "1", kind: .upsert(try RawJSON(Self.dish)))], service: "kitchen", stream: nil,
      at: .epoch)
    let filters = [
      LocalFilter<Dish> { $0.id.equals(1) }, LocalFilter { $0.name.equals("soup") },
      LocalFilter { $0.odd.hasPrefix("od") }, LocalFilter { $0.chefID.equals(5) },
      LocalFilter { $0.price.isAtLeast(12.5) }, LocalFilter { $0.default.equals(true) },
      LocalFilter { $0.in.equals("pan") }, LocalFilter { $0.reader.isMissing },
      LocalFilter { $0.key.isLessThan(4) }, LocalFilter { dish in noneOf { dish.value.isMissing } },
    ]
    for (index, filter) in filters.enumerated() {
      #expect(try store.records(matching: LocalQuery(filter)).count == 1, "filter \(index)")
    }
    #expect(try store.records(Dish.self) { $0.price.isGreaterThan(12.5) }.first == nil)
  }

  @Test("models in a record, models in lists, and values that travel in forms of their own")
  func nested() throws {
    let chef = try Chef(
      json: """
        {"id":5,"assistant":{"id":6,"assistant":{"id":7}},"dishes":[\(Self.dish)],"forms":{"flag":"true","bit":1,\
        "at":1693458305,"millis":1693458305500,"utc":"2023-08-31T05:05:05","mail":"Thu, 31 Aug 2023 05:05:05 +0000",\
        "times":[1,1693458305],"counts":[]}}
        """)
    let moment = try #require(Timestamp("2023-08-31T07:05:05+02:00"))
    let filters = [
      LocalFilter<Chef> { $0.assistant.assistant.id.equals(7) }, LocalFilter { $0.assistant.forms.isMissing },
      LocalFilter { $0.dishes.contains { $0.name.equals("soup") } }, LocalFilter { $0.forms.flag.equals(true) },
      LocalFilter { $0.forms.bit.equals(true) }, LocalFilter { $0.forms.at.equals(moment) },
      LocalFilter { $0.forms.millis.isAfter(moment) }, LocalFilter { $0.forms.utc.isAtOrBefore(moment) },
      LocalFilter { $0.forms.mail.equals(moment) }, LocalFilter { $0.forms.times.contains(moment) },
      LocalFilter { $0.forms.spaced.isMissing },
    ]
    for (index, filter) in filters.enumerated() { #expect(try filter.matches(chef), "filter \(index)") }
    let others = [
      LocalFilter<Chef> { $0.forms.bit.equals(false) }, LocalFilter { $0.forms.at.isBefore(moment) },
      LocalFilter { $0.dishes.contains { $0.name.equals("stew") } }, LocalFilter { $0.forms.counts.isMissing },
    ]
    for (index, filter) in others.enumerated() { #expect(try !filter.matches(chef), "filter \(index)") }
    let sorted = LocalQuery<Chef>().order { $0.forms.at.descending }
    #expect(try sorted.results(in: [try Chef(json: #"{"id":1}"#), chef]).map(\.id) == [5, 1])
  }

  @Test("the values of enums")
  func enums() throws {
    let jar = try Jar(json: #"{"id":7,"label":"jam","lid":2}"#)
    #expect(try LocalFilter<Jar> { $0.lid.equals(.corked) }.matches(jar))
    #expect(try LocalFilter<Jar> { $0.lid.isOneOf([.screwed, .other(9)]) }.matches(jar) == false)
  }
}
