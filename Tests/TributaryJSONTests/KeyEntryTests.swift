import Testing

@testable import TributaryJSON

/// Every way to compare a name, on names that begin alike and differ in their lengths and last letters.
@Suite struct KeyEntryTests {
  private static let names = (0...26).flatMap { count in
    let name = String("abcdefghijklmnopqrstuvwxyz".prefix(count))
    return count == 0 ? [name] : [name, name.dropLast() + "!"]
  }

  private let entries = Self.names.map { KeyEntry(name: $0, index: 0) }

  /// Calls the body with the bytes of a text and many others after it.
  private func with(_ text: String, _ body: (UnsafePointer<UInt8>) -> Bool) -> Bool {
    Array((text + String(repeating: "z", count: 40)).utf8).withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map(body) ?? false
    }
  }

  @Test func onlyItsOwnNameIsAnEntrysMember() {
    for (name, entry) in zip(Self.names, entries) {
      for other in Self.names {
        let isSame = name == other
        #expect(with(",\"\(other)\":1") { entry.isNext(at: $0, 0) } == isSame, "\(name) \(other)")
        #expect(with("{\"\(other)\":1") { entry.isNext(at: $0, KeyEntry.brace) } == isSame, "\(name) \(other)")
        #expect(with(" \"\(other)\" :") { entry.matches(before: $0) } == isSame, "\(name) \(other)")
        #expect(Array(other.utf8).withUnsafeBufferPointer { entry.isNamed($0) } == isSame, "\(name) \(other)")
      }
    }
  }

  @Test func onlyItsOwnBytesAreAnEntrysName() {
    for (name, entry) in zip(Self.names, entries) {
      for other in Self.names where other.utf8.count <= 15 {
        let isNamed = with(other + "\"") { start in
          let text = ByteBlock.plainText(at: start)
          return entry.isNamed(text.low, text.high, count: text.count)
        }
        #expect(isNamed == (name == other), "\(name) \(other)")
      }
    }
  }

  @Test func separatorsBelongToTheMember() {
    for (name, entry) in zip(Self.names, entries) {
      for text in [";\"\(name)\":", ",'\(name)\":", ",\"\(name)':", ",\"\(name)\";", ",\"\(name)\" ", "{\"\(name)\":"] {
        #expect(!with(text) { entry.isNext(at: $0, 0) }, "\(text)")
      }
      #expect(!with(",\"\(name)\":") { entry.isNext(at: $0, KeyEntry.brace) }, "\(name)")
      for text in ["  \(name)\"", " \"\(name) "] where !name.isEmpty {
        #expect(!with(text) { entry.matches(before: $0) }, "\(text)")
      }
    }
  }
}
