import Expect
import Testing
import Tributary
import TributaryJSON

/// The channel between the thread that receives and the task that reads, which both transports share.
@Suite struct ChannelTests {
  private static func offer(_ channel: ChunkChannel, _ count: Int) -> Bool {
    [UInt8](repeating: 0x61, count: count).withUnsafeBytes { channel.offer($0) }
  }

  @Test func aFullChannelRefusesUntilHalfOfItWasTaken() async throws {
    let resumed = Locked(0)
    let channel = ChunkChannel(capacity: 100, resume: { resumed.withLock { $0 += 1 } }, cancel: {})
    for _ in 0..<5 { #expect(Self.offer(channel, 20)) }
    #expect(!Self.offer(channel, 20))
    for taken in 1...5 {
      try await expect(channel.next()?.count, equals: 20)
      expect(resumed.withLock { $0 }, equals: taken < 3 ? 0 : 1)
    }
    #expect(Self.offer(channel, 20))
    channel.finish(nil)
    try await expect(channel.next()?.count, equals: 20)
    #expect(try await channel.next() == nil)
  }

  @Test func aPushIsTakenInAnyCaseAndSaysWhetherThereIsRoom() async throws {
    let resumed = Locked(0)
    let channel = ChunkChannel(capacity: 10, resume: { resumed.withLock { $0 += 1 } }, cancel: {})
    let bytes = [UInt8](repeating: 0x61, count: 8)
    #expect(bytes.withUnsafeBytes { channel.push($0) })
    #expect(!bytes.withUnsafeBytes { channel.push($0) })
    for _ in 0..<2 { try await expect(channel.next()?.count, equals: 8) }
    expect(resumed.withLock { $0 }, equals: 1)
  }

  @Test func whatIsBufferedCanBeReadBeforeTheError() async throws {
    let channel = ChunkChannel(capacity: 100, resume: {}, cancel: {})
    #expect(Self.offer(channel, 7))
    channel.finish(.connectionLost(while: .readingContent))
    try await expect(channel.next()?.count, equals: 7)
    await #expect(throws: TransportError.connectionLost(while: .readingContent)) { try await channel.next() }
  }

  @Test func givingUpCancelsOnceAndDropsTheRest() async throws {
    let cancelled = Locked(0)
    let channel = ChunkChannel(capacity: 100, resume: {}, cancel: { cancelled.withLock { $0 += 1 } })
    #expect(Self.offer(channel, 7))
    channel.abandon()
    channel.abandon()
    expect(cancelled.withLock { $0 }, equals: 1)
    await #expect(throws: TransportError.cancelled) { try await channel.next() }
    let ended = ChunkChannel(capacity: 100, resume: {}, cancel: { cancelled.withLock { $0 += 1 } })
    ended.finish(nil)
    ended.abandon()
    expect(cancelled.withLock { $0 }, equals: 1)
  }

  @Test func aReaderThatWaitsIsWokenByContentEndAndCancellation() async throws {
    for number in 0..<100 {
      let channel = ChunkChannel(capacity: 100, resume: {}, cancel: {})
      let task = Task { () -> Result<Int?, TransportError> in
        do throws(TransportError) { return .success(try await channel.next()?.count) } catch { return .failure(error) }
      }
      switch number % 3 {
      case 0:
        _ = Self.offer(channel, 3)
        await expect(task.value, equals: .success(3))
      case 1:
        channel.finish(nil)
        await expect(task.value, equals: .success(nil))
      default:
        task.cancel()
        await expect(task.value, equals: .failure(.cancelled))
      }
    }
  }
}
