import Allocations

/// How often memory is allocated, which is the same on every machine with the same toolchain. Counted on Linux.
enum AllocationCount {
  static var isPossible: Bool { allocations_are_counted() }

  /// How often this thread allocates in one run, after a first one that makes what is made once.
  static func count(_ body: () throws -> Void) rethrows -> Double {
    try body()
    let before = allocations_of_this_thread()
    try body()
    return Double(allocations_of_this_thread() - before)
  }
}
