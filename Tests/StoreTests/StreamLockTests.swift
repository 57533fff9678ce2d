import Expect
import Testing
import Tributary
import TributarySQLite

@Suite("Whose a stream is")
struct StreamLockTests {
  @Test("one run at a time holds a stream", arguments: AnyStoreKind.expected)
  func oneRun(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      let one = try await store.open(.test("one"), types: [])
      await #expect(throws: StoreError.streamIsBusy(.test("one"))) { _ = try await store.open(.test("one"), types: []) }
      let two = try await store.open(.test("two"), types: [])
      _ = try await two.commit(StreamTransaction(["1": "[1]"]))
      one.close()
      one.close()
      await #expect(throws: StoreError.closed) { _ = try await one.state() }
      await #expect(throws: StoreError.closed) { _ = try await one.commit(StreamTransaction(["1": "[1]"])) }
      await #expect(throws: StoreError.closed) { try await one.renewIncarnation() }
      let again = try await store.open(.test("one"), types: [])
      await #expect(throws: StoreError.streamIsBusy(.test("one"))) { _ = try await store.open(.test("one"), types: []) }
      expect(again.key, equals: .test("one"))
    }
  }

  @Test("letting go of a stream unlocks it", arguments: AnyStoreKind.expected)
  func released(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      func hold() async throws {
        let stream = try await store.open(.test(), types: [])
        await #expect(throws: StoreError.streamIsBusy(.test())) { _ = try await store.open(.test(), types: []) }
        _ = try await stream.commit(StreamTransaction(["1": "[1]"]))
      }
      try await hold()
      try await expect(store.open(.test(), types: []).state().epoch, equals: 0)
    }
  }

  @Test("a service has one base URL and one account in a store", arguments: AnyStoreKind.expected)
  func belongsToAnother(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      let held = StreamKey.test("one", account: "ann")
      try await store.open(held, types: []).close()
      for key in [
        StreamKey.test("one", account: "bob"), .test("two", account: "bob"),
        .test("one", baseURL: "https://other.test"),
        .test("three", account: "ann", baseURL: "https://other.test"), .test("one", account: "Ann"),
      ] {
        await #expect(throws: StoreError.belongsToAnother(held)) { _ = try await store.open(key, types: []) }
      }
      try await expect(store.streams().count, equals: 1)
      // Another service is free to differ.
      let other = StreamKey(service: "other", baseURL: "https://other.test", account: "bob")
      try await expect(store.open(other, types: []).key, equals: other)
    }
  }

  @Test("an unknown account matches any, and takes the one that becomes known", arguments: AnyStoreKind.expected)
  func adoption(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      let first = try await store.open(.test("one"), types: [])
      _ = try await first.commit(StreamTransaction(["1": "[1]"]))
      first.close()
      let known = try await store.open(.test("one", account: "ann"), types: [])
      expect(known.key, equals: .test("one", account: "ann"))
      known.close()
      try await expect(store.open(.test("one"), types: []).key.account, equals: "ann")
      try await expect(store.open(.test("two"), types: []).key.account, equals: "ann")
      await #expect(throws: StoreError.belongsToAnother(.test("one", account: "ann"))) {
        _ = try await store.open(.test("two", account: "bob"), types: [])
      }
      try await expect(
        store.streams().map(\.key), equals: [.test("one", account: "ann"), .test("two", account: "ann")])
      try await expect(store.items(of: .test("one")), equals: ["1=[1]"])
      try await expect(store.items(of: .test("one", account: "ann")), equals: ["1=[1]"])
      try await expect(store.items(of: .test("one", account: "bob")), equals: [])
    }
  }
}
