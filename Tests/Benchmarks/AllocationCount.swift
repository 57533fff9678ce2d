import Foundation
import Synchronization

/// Counts what the Swift runtime allocates, through the hook that it has for tools such as this one.
enum AllocationCount {
  private typealias Allocate = @convention(c) (UnsafeRawPointer?, Int, Int) -> UnsafeMutableRawPointer?

  private static let counted = Atomic(0)
  // Written before the hook is set, and never while it is.
  nonisolated(unsafe) private static var original: Allocate?

  /// How many objects, buffers and long strings the body allocates on the heap; `nil` where the program has no hook,
  /// as the runtime is linked into it.
  static func during(_ body: () throws -> Void) rethrows -> Int? {
    guard let symbol = dlsym(dlopen(nil, RTLD_NOW), "_swift_allocObject") else { return nil }
    let hook = symbol.assumingMemoryBound(to: Allocate.self)
    original = hook.pointee
    hook.pointee = { type, size, alignment in
      AllocationCount.counted.add(1, ordering: .relaxed)
      return AllocationCount.original?(type, size, alignment)
    }
    defer { hook.pointee = original ?? hook.pointee }
    let before = counted.load(ordering: .relaxed)
    try body()
    return counted.load(ordering: .relaxed) - before
  }
}
