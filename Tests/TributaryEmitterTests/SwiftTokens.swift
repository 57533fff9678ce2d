/// Swift source cut into tokens, only as far as the emitter's Swift goes.
///
/// Comments begin with `//` and end with their line, and literals stand on one line between single quotation marks.
/// Whatever goes beyond, or does not close what it opened, is a problem, and so is a sign that nobody sees.
struct SwiftTokens {
  enum Token: Hashable {
    /// A name or a keyword, without its backticks.
    case name(String)
    /// A literal up to its end or to an interpolation, whose code comes next.
    case literal
    case number
    /// A byte of an operator, or of punctuation.
    case sign(UInt8)
  }

  struct Problem: Error, Equatable {
    var line: Int
    var what: String
  }

  private(set) var tokens: [Token] = []
  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  /// What closes what is open; a quotation mark for an interpolation, behind which the literal goes on.
  private var closings: [UInt8] = []

  init(_ text: String) throws(Problem) {
    bytes = Array(text.utf8)
    if let scalar = text.unicodeScalars.first(where: Self.isUnseen) {
      throw Problem(line: 0, what: "holds U+\(String(scalar.value, radix: 16))")
    }
    while index < bytes.count { try next() }
    guard closings.isEmpty else { throw problem("leaves \(closings.count) brackets open") }
  }

  /// The tokens with one name for all names: what a text put into a literal, a comment or a name hardly changes.
  var shape: [Token] { tokens.map { if case .name = $0 { .name("") } else { $0 } } }

  /// What is named, and with a bracket behind it what is called.
  var words: Set<String> {
    var words: Set<String> = []
    for (index, token) in tokens.enumerated() {
      guard case .name(let name) = token else { continue }
      words.insert(name)
      if index + 1 < tokens.count, tokens[index + 1] == .sign(UInt8(ascii: "(")) { words.insert(name + "(") }
    }
    return words
  }

  /// The lines around the import of Foundation, whole.
  private static let conditions = ["#if canImport(FoundationEssentials)", "#else", "#endif"]

  private mutating func condition() throws(Problem) {
    let rest = bytes[index...].prefix { $0 != UInt8(ascii: "\n") }
    guard index == 0 || bytes[index - 1] == UInt8(ascii: "\n"),
      Self.conditions.contains(String(decoding: rest, as: UTF8.self))
    else { throw problem("has a number sign") }
    index += rest.count
  }

  private func problem(_ what: String) -> Problem { Problem(line: line, what: what) }

  /// The byte at a distance, or 0 behind the end.
  private func byte(_ distance: Int = 0) -> UInt8 { index + distance < bytes.count ? bytes[index + distance] : 0 }

  private mutating func next() throws(Problem) {
    switch byte() {
    case UInt8(ascii: "\n"):
      line += 1
      index += 1
    case UInt8(ascii: " "): index += 1
    case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"):
      while index < bytes.count, byte() != UInt8(ascii: "\n") { index += 1 }
    case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"): throw problem("begins a block comment")
    case UInt8(ascii: "#"): try condition()
    case UInt8(ascii: "\""):
      if byte(1) == UInt8(ascii: "\""), byte(2) == UInt8(ascii: "\"") { throw problem("begins a long literal") }
      index += 1
      try literal()
    case UInt8(ascii: "`"): try backticked()
    case UInt8(ascii: "("): open(UInt8(ascii: ")"))
    case UInt8(ascii: "["): open(UInt8(ascii: "]"))
    case UInt8(ascii: "{"): open(UInt8(ascii: "}"))
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): try close()
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      while Self.isPart(byte()) { index += 1 }
      tokens.append(.number)
    case let first where Self.isPart(first): tokens.append(.name(name()))
    case let sign:
      tokens.append(.sign(sign))
      index += 1
    }
  }

  private mutating func open(_ closing: UInt8) {
    tokens.append(.sign(byte()))
    closings.append(closing)
    index += 1
  }

  private mutating func close() throws(Problem) {
    let sign = byte()
    index += 1
    // A list that takes several lines has one comma more.
    if tokens.last == .sign(UInt8(ascii: ",")) { tokens.removeLast() }
    tokens.append(.sign(sign))
    switch closings.popLast() {
    case sign: return
    case UInt8(ascii: "\"") where sign == UInt8(ascii: ")"): try literal()
    default: throw problem("closes what is not open")
    }
  }

  /// The literal whose quotation mark, or the end of whose interpolation, has just been passed.
  private mutating func literal() throws(Problem) {
    tokens.append(.literal)
    while true {
      switch byte() {
      case 0, UInt8(ascii: "\n"): throw problem("has a literal without an end")
      case UInt8(ascii: "\""):
        index += 1
        return
      case UInt8(ascii: "\\") where byte(1) == UInt8(ascii: "("):
        index += 2
        closings.append(UInt8(ascii: "\""))
        return
      case UInt8(ascii: "\\"): index += 2
      default: index += 1
      }
    }
  }

  private mutating func backticked() throws(Problem) {
    index += 1
    let name = name()
    guard !name.isEmpty, byte() == UInt8(ascii: "`") else { throw problem("has a backtick without an end") }
    index += 1
    tokens.append(.name(name))
  }

  private mutating func name() -> String {
    let start = index
    while Self.isPart(byte()) { index += 1 }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  /// Whether a byte may belong to a name.
  private static func isPart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }

  private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value > 0x7E else { return scalar.value < 0x20 && scalar != "\n" }
    return switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
