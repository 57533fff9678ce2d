extension JSONReader {
  /// Checks the next value in full and moves behind it, without keeping any of it.
  public mutating func skipValue() throws(JSONError) {
    // No recursion, and one bit of memory a level.
    var kinds = NestingKinds()
    let outerDepth = remainingDepth
    while true {
      skipWhitespace()
      guard cursor < end else { throw error(.unexpectedEnd) }
      var isClosed = true
      switch cursor.pointee {
      case 0x22:
        cursor += 1
        _ = try scanString()
      case 0x7B:
        try open()
        kinds.push(isObject: true)
        var isFirst = true
        if try nextMember(&isFirst) {
          try skipName()
          isClosed = false
        } else {
          kinds.pop()
        }
      case 0x5B:
        try open()
        kinds.push(isObject: false)
        var isFirst = true
        if try nextElement(&isFirst) { isClosed = false } else { kinds.pop() }
      case 0x74: try skipLiteral("true")
      case 0x66: try skipLiteral("false")
      case 0x6E: try skipLiteral("null")
      case 0x2D, 0x30...0x39: cursor = try scanNumber().end
      default: throw unexpected()
      }
      // A value has ended: go on with whatever contains it.
      while isClosed {
        if remainingDepth == outerDepth { return }
        var isFirst = false
        if kinds.isObject {
          if try nextMember(&isFirst) {
            try skipName()
            isClosed = false
          } else {
            kinds.pop()
          }
        } else if try nextElement(&isFirst) {
          isClosed = false
        } else {
          kinds.pop()
        }
      }
    }
  }

  private mutating func skipName() throws(JSONError) {
    _ = try scanString()
    try skipColon()
  }
}
