import Expect
import Testing
import Tributary
import TributarySQLite

@Suite("Whose a stream is")
struct StreamLockTests {
  @Test("one run at a time holds a stream", arguments: StoreKind.allCases)
  func oneRun(_ kind: StoreKind) async throws {
    try await kind.withStore { store in
      let one = try store.open(.test("one"), types: [])
      #expect(throws: StoreError.streamIsBusy(.test("one"))) { _ = try store.open(.test("one"), types: []) }
      let two = try store.open(.test("two"), types: [])
      _ = try two.commit(StreamTransaction(["1": "[1]"]))
      one.close()
      one.close()
      #expect(throws: StoreError.closed) { _ = try one.state() }
      #expect(throws: StoreError.closed) { _ = try one.commit(StreamTransaction(["1": "[1]"])) }
      #expect(throws: StoreError.closed) { try one.renewIncarnation() }
      let again = try store.open(.test("one"), types: [])
      #expect(throws: StoreError.streamIsBusy(.test("one"))) { _ = try store.open(.test("one"), types: []) }
      expect(again.key, equals: .test("one"))
    }
  }

  @Test("letting go of a stream unlocks it", arguments: StoreKind.allCases)
  func released(_ kind: StoreKind) async throws {
    try await kind.withStore { store in
      func hold() throws {
        let stream = try store.open(.test(), types: [])
        #expect(throws: StoreError.streamIsBusy(.test())) { _ = try store.open(.test(), types: []) }
        _ = try stream.commit(StreamTransaction(["1": "[1]"]))
      }
      try hold()
      try expect(store.open(.test(), types: []).state().epoch, equals: 0)
    }
  }

  @Test("a service has one base URL and one account in a store", arguments: StoreKind.allCases)
  func belongsToAnother(_ kind: StoreKind) async throws {
    try await kind.withStore { store in
      let held = StreamKey.test("one", account: "ann")
      try store.open(held, types: []).close()
      for key in [
        StreamKey.test("one", account: "bob"), .test("two", account: "bob"),
        .test("one", baseURL: "https://other.test"),
        .test("three", account: "ann", baseURL: "https://other.test"), .test("one", account: "Ann"),
      ] {
        #expect(throws: StoreError.belongsToAnother(held)) { _ = try store.open(key, types: []) }
      }
      try expect(store.streams().count, equals: 1)
      // Another service is free to differ.
      let other = StreamKey(service: "other", baseURL: "https://other.test", account: "bob")
      try expect(store.open(other, types: []).key, equals: other)
    }
  }

  @Test("an unknown account matches any, and takes the one that becomes known", arguments: StoreKind.allCases)
  func adoption(_ kind: StoreKind) async throws {
    try await kind.withStore { store in
      let first = try store.open(.test("one"), types: [])
      _ = try first.commit(StreamTransaction(["1": "[1]"]))
      first.close()
      let known = try store.open(.test("one", account: "ann"), types: [])
      expect(known.key, equals: .test("one", account: "ann"))
      known.close()
      try expect(store.open(.test("one"), types: []).key.account, equals: "ann")
      try expect(store.open(.test("two"), types: []).key.account, equals: "ann")
      #expect(throws: StoreError.belongsToAnother(.test("one", account: "ann"))) {
        _ = try store.open(.test("two", account: "bob"), types: [])
      }
      try expect(store.streams().map(\.key), equals: [.test("one", account: "ann"), .test("two", account: "ann")])
      try expect(store.items(of: .test("one")), equals: ["1=[1]"])
      try expect(store.items(of: .test("one", account: "ann")), equals: ["1=[1]"])
      try expect(store.items(of: .test("one", account: "bob")), equals: [])
    }
  }
}
