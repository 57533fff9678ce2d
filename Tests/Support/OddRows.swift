public import Tributary

/// Turns good rows of a service into rows that JSON's grammar allows and that readers stumble over: odd strings, numbers
/// and nesting, names twice, with escapes or without meaning. It knows what is to become of each.
public struct OddRows: Sendable {
  /// What must become of a row.
  public enum Fate: Sendable { case good, undecodable, unidentified }

  /// A row as it is sent.
  public struct Row: Sendable {
    /// Its bytes.
    public var bytes: [UInt8]
    /// What must become of it.
    public var fate = Fate.good
    /// What a view must show of the text, where it was altered.
    public var shown: String?
    /// What a model must read of the text, where it was altered.
    public var read: String?
  }

  private let seed: UInt64
  private let id: String
  private let text: String

  /// Rows of a seed.
  ///
  /// - Parameters:
  ///   - seed: Decides everything random; a row is altered the same way each time.
  ///   - id: The member with the identifier.
  ///   - text: A member that is an optional text in the model.
  public init(seed: UInt64, id: String, text: String) {
    self.seed = seed
    self.id = id
    self.text = text
  }

  /// A row altered.
  ///
  /// - Parameters:
  ///   - row: An object with members.
  ///   - hasText: Whether the row's type has the text.
  public func oddForm(of row: RawJSON, hasText: Bool = true) -> Row {
    let identifier = row.member(id)?.text ?? ""
    var random = OddRandom(seed: identifier.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 })
    var result = Row(bytes: [])
    var prefix: [UInt8] = []
    var suffix: [UInt8] = []
    for _ in 0..<random.below(3) { suffix += member(unknown: &random) }
    switch random.below(hasText ? 9 : 4) {
    case 0: prefix += Array(#""\#(id)":\#(identifier.hasPrefix("\"") ? "\"x\"" : "1"),"#.utf8)
    case 1:
      suffix += Array(#","\#(id)":"\ud83d""#.utf8)
      result.fate = .unidentified
    case 4:
      let odd = random.text(isOdd: true)
      suffix += Array(#","\#(text)":"#.utf8) + odd.bytes
      (result.shown, result.fate) = (odd.shown, result.fate == .good ? .undecodable : result.fate)
    case 5:
      let plain = random.text(isOdd: false)
      suffix += Array(#","\#(text)":"#.utf8) + plain.bytes
      (result.shown, result.read) = (plain.shown, plain.read)
    case 6: prefix += Array(#""\#(text)":"an earlier one","#.utf8)
    case 7:
      let plain = random.text(isOdd: false)
      suffix += Array(#","\#(escaped(text))":"#.utf8) + plain.bytes
      (result.shown, result.read) = (plain.shown, plain.read)
    default: break
    }
    let inner = row.bytes.array.dropFirst().dropLast()
    result.bytes = [0x7B] + prefix + inner + suffix + [0x7D]
    return result
  }

  /// A name with its first letter as an escape.
  private func escaped(_ name: String) -> String {
    let code = String(name.unicodeScalars.first?.value ?? 0x61, radix: 16)
    return "\\u00" + code + name.dropFirst()
  }

  /// A comma and a member that no model knows.
  private func member(unknown random: inout OddRandom) -> [UInt8] {
    let number = random.below(1000)
    switch random.below(9) {
    case 0: return Array(#","zz\#(number)":"#.utf8) + random.text(isOdd: true).bytes
    case 1:
      let odd = random.text(isOdd: true).bytes
      return Array(#","zz\#(number)":{"#.utf8) + odd + Array(":[1,{".utf8) + odd + Array(":[".utf8) + odd
        + Array("]}]}".utf8)
    case 2: return [0x2C] + random.text(isOdd: true).bytes + Array(":1".utf8)
    case 3: return Array(#","\ud83d":1,"\uD83D":{"x":2}"#.utf8)
    case 4:
      return Array(#","zz\#(number)":[123456789012345678901234567890.5e-7,-0,1e999,-1E-999,0.10]"#.utf8)
    case 5: return Array(#","zz\#(number)":{"k":1,"k":{"l":1,"l":2}}"#.utf8)
    case 6:
      return Array(#","zz\#(number)":"#.utf8) + Array(String(repeating: "[", count: 300).utf8)
        + Array(String(repeating: "]", count: 300).utf8)
    case 7: return Array(#", "zz\#(number)" : null , "zz\#(number)":"ok" "#.utf8)
    default: return Array(#","":"","\u0000":"\u0000""#.utf8)
    }
  }
}

/// The SplitMix64 generator.
struct OddRandom {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return Int((bits ^ (bits >> 31)) >> 33) % bound
  }

  /// A string in JSON, with what a view shows of it and what a model reads.
  mutating func text(isOdd: Bool) -> (bytes: [UInt8], shown: String, read: String) {
    let plain: [(String, String, String)] = [
      ("a", "a", "a"), ("ö", "ö", "ö"), (#"\n"#, "\n", "\n"), (#"\""#, "\"", "\""), (#"\ud83d\ude00"#, "😀", "😀"),
      (#"\u0000"#, "\u{FFFD}", "\0"), ("漢字 and more text", "漢字 and more text", "漢字 and more text"),
      (#"\\u"#, #"\u"#, #"\u"#),
    ]
    // Behind each comes a letter, so that no two of them make a pair.
    let odd: [[UInt8]] = [
      Array(#"\ud83d"#.utf8), Array(#"\uDEAD"#.utf8), [0xFF], [0xC3], [0xED, 0xA0, 0xBD], Array(#"\udbff\ud800"#.utf8),
    ]
    var result: (bytes: [UInt8], shown: String, read: String) = ([0x22], "", "")
    let place = isOdd ? below(4) : -1
    for index in 0..<4 {
      if index == place {
        let chosen = below(odd.count)
        result.bytes += odd[chosen] + [0x78]
        result.shown += (chosen == 5 ? "\u{FFFD}\u{FFFD}" : "\u{FFFD}") + "x"
      } else {
        let piece = plain[below(plain.count)]
        result.bytes += piece.0.utf8
        result.shown += piece.1
        result.read += piece.2
      }
    }
    result.bytes.append(0x22)
    return result
  }
}

/// Carries requests to a service and alters its responses on their way back.
public struct AlteringTransport: HTTPTransport {
  private let inner: any HTTPTransport
  private let alter: @Sendable (HTTPRequest, SharedBytes) -> [UInt8]?

  /// A transport around another.
  ///
  /// - Parameter alter: The content of a successful response as it is to be, or `nil` to leave it.
  public init(_ inner: any HTTPTransport, alter: @escaping @Sendable (HTTPRequest, SharedBytes) -> [UInt8]?) {
    self.inner = inner
    self.alter = alter
  }

  /// Sends a request.
  public func open(
    _ request: HTTPRequest, limits: HTTPLimits, delivery: HTTPDelivery
  ) async throws(TransportError) -> HTTPStream {
    var response = try await inner.send(request, limits: limits)
    if (200..<300).contains(response.status), !response.body.isEmpty, let altered = alter(request, response.body) {
      response.body = SharedBytes(altered)
    }
    return HTTPStream(response)
  }
}
