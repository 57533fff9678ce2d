import Expect
import Foundation
import Synchronization
import Testing
import TributaryJSON

@Suite struct DepthTests {
  @Test func aHundredThousandLevelsAreRefusedAtTheLimit() {
    let count = 100_000
    let shapes = [
      String(repeating: "[", count: count) + String(repeating: "]", count: count),
      String(repeating: #"{"a":"#, count: count) + "1" + String(repeating: "}", count: count),
      String(repeating: #"[{"id":"#, count: count) + "1" + String(repeating: "}]", count: count),
      String(repeating: "[", count: count),
    ]
    for shape in shapes {
      let bytes = SharedBytes(shape)
      for (entry, error) in verdicts(on: bytes) {
        expect(error?.reason, equals: .tooDeep(limit: 512), "\(entry)")
        expect(error.map { "\($0)" }?.hasPrefix("arrays and objects are nested deeper than 512 at byte "), equals: true)
      }
    }
  }

  @Test func theLimitIsExact() {
    for depth in [1, 2, 63, 64, 65, 127, 128, 129, 511, 512] {
      for (open, close) in [("[", "]"), (#"{"a":"#, "}"), (#"{"unknown":"#, "}")] {
        let text = String(repeating: open, count: depth) + "[]" + String(repeating: close, count: depth)
        for (entry, error) in verdicts(on: guarded(text), limits: JSONLimits(depth: depth)) {
          expect(error?.reason, equals: .tooDeep(limit: depth), "\(entry) \(depth)")
        }
        for (entry, error) in verdicts(on: guarded(text), limits: JSONLimits(depth: depth + 1)) where depth < 512 {
          #expect(error == nil, "\(entry) \(depth)")
        }
      }
    }
  }

  @Test func siblingsDoNotCount() {
    let text = "[" + Array(repeating: #"[{"a":[]},{}]"#, count: 2000).joined(separator: ",") + "]"
    for (entry, error) in verdicts(on: guarded(text), limits: JSONLimits(depth: 4)) {
      #expect(error == nil, "\(entry)")
    }
    for (entry, error) in verdicts(on: guarded(text), limits: JSONLimits(depth: 3)) {
      #expect(error != nil, "\(entry)")
    }
  }

  @Test func limitsStayWithinWhatAStackHolds() {
    expect(JSONLimits(depth: .max).depth, equals: JSONLimits.greatestDepth)
    expect(JSONLimits(depth: -5).depth, equals: 1)
    var limits = JSONLimits()
    expect(limits.depth, equals: 512)
    limits.depth = 1_000_000
    expect(limits.depth, equals: JSONLimits.greatestDepth)
  }

  @Test func theDeepestValuesLiveOnASmallStack() {
    let isSame = onSmallStack {
      let depth = JSONLimits.greatestDepth
      let limits = JSONLimits(depth: depth)
      for (open, close) in [("[", "]"), (#"{"a":"#, "}"), (#"{"\ud83d":"#, "}")] {
        let text = String(repeating: open, count: depth - 1) + "[]" + String(repeating: close, count: depth - 1)
        let bytes = SharedBytes(text)
        guard let value = try? JSONReader.read(JSONValue.self, from: bytes, limits: limits),
          let sameValue = try? JSONReader.read(JSONValue.self, from: bytes, limits: limits),
          (try? JSONNode.parse(bytes, limits: limits)) != nil || open.contains("\\"),
          value == sameValue, value.hashValue == sameValue.hashValue, JSONWriter.text(of: value) == text
        else { return false }
      }
      return true
    }
    #expect(isSame)
  }
}

/// Runs a body on a thread with 512 KiB of stack, and waits for it.
private func onSmallStack(_ body: @escaping @Sendable () -> Bool) -> Bool {
  let result = Mutex(false)
  let finished = DispatchSemaphore(value: 0)
  let thread = Thread {
    let value = body()
    result.withLock { $0 = value }
    finished.signal()
  }
  thread.stackSize = 512 << 10
  thread.start()
  finished.wait()
  return result.withLock { $0 }
}
