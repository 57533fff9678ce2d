import Expect
import Testing
import Tributary
import TributaryJSON
import TributarySQLite

@Suite("Notices of commits", .timeLimit(.minutes(1)))
struct NoticeTests {
  @Test("they report what changed, in the order of the commits", arguments: AnyStoreKind.expected)
  func notices(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      let stream = try await store.open(.test("a"), types: [])
      _ = try await stream.commit(StreamTransaction(["1": "[1]", "2": "[1]", "3": "[1]"]))
      var notices = store.commits().makeAsyncIterator()
      var transaction = try StreamTransaction(["1": "[1]", "2": "[2]", "4": "[4]"])
      transaction.changes += StreamTransaction(deleting: ["3", "5"]).changes
      _ = try await stream.commit(transaction)
      var sweep = StreamTransaction()
      sweep.epoch = 1
      sweep.sweep = .delete([])
      _ = try await stream.commit(sweep)
      _ = try await stream.commit(StreamTransaction())

      let first = await notices.next()
      #expect(first?.number == 1 && first?.stream == stream.key)
      expect(first?.changed.map(\.id), equals: ["2", "4"])
      expect(first?.deleted.map(\.id), equals: ["3"])
      let second = await notices.next()
      #expect(second?.number == 2 && second?.changed == [])
      expect(second?.deleted.map(\.id).sorted(), equals: ["1", "2", "4"])
      await expect(notices.next(), equals: CommitNotice(number: 3, stream: stream.key, changed: [], deleted: []))
    }
  }

  @Test("a commit that is reported can be read", arguments: AnyStoreKind.expected)
  func order(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      var streams: [any StreamStore] = []
      for scope in ["a", "b", "c"] { streams.append(try await store.open(.test(scope), types: [])) }
      let notices = store.commits()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for stream in streams {
          group.addTask {
            for number in 1...40 {
              var transaction = try StreamTransaction(["\(number)": "[\(number)]"])
              transaction.durable = false
              _ = try await stream.commit(transaction)
            }
          }
        }
        group.addTask {
          var number = 0
          var latest: [StreamKey: Int] = [:]
          for await notice in notices {
            number += 1
            expect(notice.number, equals: number)
            let id = try #require(notice.changed.first?.id)
            expect(Int(id), equals: latest[notice.stream, default: 0] + 1)
            latest[notice.stream] = Int(id)
            #expect(try await store.record(service: "test", type: "item", id: id, stream: notice.stream) != nil)
            if number == 120 { break }
          }
        }
        try await group.waitForAll()
      }
    }
  }

  @Test("they end with the store", arguments: AnyStoreKind.expected)
  func end(_ kind: AnyStoreKind) async throws {
    var notices: AsyncStream<CommitNotice>?
    try await kind.withStore { store in notices = store.commits() }
    for await _ in try #require(notices) { Issue.record("nothing was committed") }
  }

  @Test("a failed commit is not reported")
  func failed() async throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.file(), busyTimeout: .zero)
    let stream = try store.open(.test(), types: [])
    var notices = store.commits().makeAsyncIterator()
    let blocker = try Blocker(folder.file())
    await #expect(throws: StoreError.databaseIsBusy(path: try resolved(folder.file()))) {
      _ = try await stream.commit(StreamTransaction(["1": "[1]"]))
    }
    try blocker.release()
    _ = try await stream.commit(StreamTransaction(["2": "[2]"]))
    await expect(notices.next()?.changed.map(\.id), equals: ["2"])
  }
}
