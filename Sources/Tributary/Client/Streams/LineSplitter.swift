import TributaryJSON

/// Takes content apart into lines, wherever its chunks begin and end.
struct LineSplitter: Sendable {
  /// What ends a line.
  enum Ending: Sendable {
    /// A line feed, with or without a carriage return before it.
    case lineFeed
    /// A line feed, a carriage return, or both.
    case any
  }

  enum Step: Equatable {
    case line(SharedBytes)
    /// The chunk is used up.
    case more
    /// The line has more bytes than allowed.
    case tooLong
  }

  /// The number of the line that was given or refused last, from 1.
  private(set) var number = 0
  private let ending: Ending
  private let limit: Int
  private var chunk = SharedBytes()
  private var position = 0
  /// The beginning of a line that an earlier chunk holds.
  private var pending: [UInt8] = []
  /// Whether the last byte was a carriage return, which a line feed may follow.
  private var isAfterReturn = false
  private var hasBegun = false

  init(_ ending: Ending, limit: Int) {
    self.ending = ending
    self.limit = limit
  }

  /// Goes on with the next chunk, once the last one is used up.
  mutating func feed(_ chunk: SharedBytes) {
    self.chunk = chunk
    position = 0
  }

  /// The next line without its end.
  mutating func next() -> Step {
    if isAfterReturn, position < chunk.count {
      isAfterReturn = false
      if byte(at: position) == 0x0A { position += 1 }
    }
    let rest = chunk[position..<chunk.count]
    guard let length = lengthOfLine(in: rest) else {
      position = chunk.count
      guard pending.count <= limit, rest.count <= limit - pending.count + 1 else {
        number += 1
        return .tooLong
      }
      rest.withUnsafeBytes { pending += $0 }
      return .more
    }
    isAfterReturn = rest[length..<length + 1].withUnsafeBytes { $0.first == 0x0D }
    position += length + 1
    return finish(rest[0..<length])
  }

  /// What follows the last end of a line, or `nil` if nothing does.
  mutating func rest() -> Step? { pending.isEmpty ? nil : finish(SharedBytes()) }

  private mutating func finish(_ end: SharedBytes) -> Step {
    number += 1
    var line = end
    if !pending.isEmpty {
      line = end.withUnsafeBytes { SharedBytes(pending + $0) }
      pending = []
    }
    if ending == .lineFeed, line.withUnsafeBytes({ $0.last }) == 0x0D { line = line[0..<line.count - 1] }
    if !hasBegun {
      hasBegun = true
      line = line[line.byteOrderMarkCount..<line.count]
    }
    return line.count <= limit ? .line(line) : .tooLong
  }

  private func lengthOfLine(in bytes: SharedBytes) -> Int? {
    bytes.withUnsafeBytes { bytes in
      ending == .any ? bytes.firstIndex { $0 == 0x0A || $0 == 0x0D } : bytes.firstIndex(of: 0x0A)
    }
  }

  private func byte(at index: Int) -> UInt8? { chunk[index..<index + 1].withUnsafeBytes { $0.first } }
}
