/// Which of the open brackets are braces: a stack of bits that needs the heap only for more than 64 levels.
struct NestingKinds {
  /// The innermost levels, the last of them in the lowest bit.
  private var bits: UInt64 = 0
  private var count = 0
  /// The outer levels, in full words.
  private var outer: [UInt64] = []

  /// Whether nothing is open.
  var isEmpty: Bool { count == 0 }

  /// Whether the innermost level is an object.
  var isObject: Bool { bits & 1 == 1 }

  mutating func push(isObject: Bool) {
    if count == 64 {
      outer.append(bits)
      count = 0
    }
    bits = bits << 1 | (isObject ? 1 : 0)
    count += 1
  }

  mutating func pop() {
    bits >>= 1
    count -= 1
    if count == 0, let last = outer.popLast() {
      bits = last
      count = 64
    }
  }
}
