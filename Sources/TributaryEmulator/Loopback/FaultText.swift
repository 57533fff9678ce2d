import Tributary

extension FaultPlan {
  /// Reads a plan from text such as `429:2=1,cut@5,500:*~/folders`; `tributary serve --help` describes the syntax.
  public convenience init(_ text: String) throws(FaultSyntaxError) { self.init(try FaultText.rules(text)) }

  /// Adds the rules of a text to a plan that is in use.
  public func add(_ text: String) throws(FaultSyntaxError) { for rule in try FaultText.rules(text) { add(rule) } }

  /// The syntax of a plan's text, for use in a command's help.
  package static let help = """
    Faults are separated by commas: NAME[:COUNT][@START][~PATH][=ARGUMENT]
      COUNT     the number of requests it affects; * for all, 1 by default
      START     the first request that it may affect, 1 by default
      PATH      only requests whose path begins with it: ~/folders
      ARGUMENT  see below; it ends at the next comma
    If several faults apply to a request, the first is used and the others wait.
      400-599      a response with that status; ARGUMENT is the Retry-After in seconds
      html         200 with an HTML page
      truncated    half of the content, as if it were complete
      cut          the connection ends in the middle of the content
      drop         the connection ends before the service hears of the request
      lose         the service handles the request, and the connection ends before its response
      hangup       the real response; the connection ends ARGUMENT milliseconds later, 30 by default
      endless      content that never ends
      drip         one byte at a time; ARGUMENT is the interval in milliseconds, 1000 by default
      challenge    401 with a WWW-Authenticate challenge
      bomb         a small gzip that expands to ARGUMENT bytes, 100000000 by default
      redirect     302 to the URL in ARGUMENT
      deep         arrays nested ARGUMENT levels deep, 100000 by default
      slow         the real response after ARGUMENT milliseconds, 1000 by default
    """
}

/// Why a text is not a valid fault plan.
public struct FaultSyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A sentence that names the fault and what is wrong with it.
  public let description: String
}

/// Reads plans.
private enum FaultText {
  /// The rules that a text describes.
  static func rules(_ text: String) throws(FaultSyntaxError) -> [FaultPlan.Rule] {
    var rules: [FaultPlan.Rule] = []
    for piece in text.split(separator: ",") { rules.append(try rule(String(piece))) }
    guard !rules.isEmpty else { throw FaultSyntaxError(description: "there is no fault in \"\(text)\"") }
    return rules
  }

  private static func rule(_ text: String) throws(FaultSyntaxError) -> FaultPlan.Rule {
    var rest = text[...]
    let argument = cut(&rest, at: "=")
    let path = cut(&rest, at: "~")
    let start = cut(&rest, at: "@")
    let count = cut(&rest, at: ":")
    var rule = FaultPlan.Rule(try fault(String(rest), argument: argument.map(String.init), in: text))
    if let count { rule.count = count == "*" ? nil : try number(count, 1...1_000_000, "count", in: text) }
    if let start { rule.start = try number(start, 1...1_000_000_000, "start", in: text) }
    if let path {
      guard path.hasPrefix("/") else {
        throw FaultSyntaxError(description: "the path of \"\(text)\" does not begin with a slash")
      }
      let segments = path.split(separator: "/").map(String.init)
      rule.matches = { RequestTarget($0.url)?.path.starts(with: segments) ?? false }
    }
    return rule
  }

  private static func fault(_ name: String, argument: String?, in text: String) throws(FaultSyntaxError) -> Fault {
    func amount(_ standard: Int, _ range: ClosedRange<Int>) throws(FaultSyntaxError) -> Int {
      guard let argument else { return standard }
      return try number(argument[...], range, "argument", in: text)
    }
    switch name {
    case "drip": return .drip(every: .milliseconds(try amount(1000, 0...3_600_000)))
    case "hangup": return .hangUp(after: .milliseconds(try amount(30, 0...3_600_000)))
    case "slow": return .latency(.milliseconds(try amount(1000, 0...3_600_000)))
    case "bomb": return .gzipBomb(bytes: try amount(100_000_000, 1...2_000_000_000))
    case "deep": return .deep(try amount(100_000, 1...10_000_000))
    case "redirect":
      guard let argument, argument.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
        throw FaultSyntaxError(description: "\"\(text)\" lacks the URL: redirect=https://example.com/")
      }
      return .redirect(argument)
    default: break
    }
    if let status = Int(name), (400...599).contains(status) {
      var headers = HTTPHeaders()
      if argument != nil { headers["Retry-After"] = String(try amount(0, 0...1_000_000)) }
      return .status(status, headers: headers)
    }
    guard let fault = plain[name] else {
      throw FaultSyntaxError(description: "\"\(name)\" is not a fault; the faults are \(names)")
    }
    guard argument == nil else { throw FaultSyntaxError(description: "\"\(name)\" takes no argument") }
    return fault
  }

  private static let plain: [String: Fault] = [
    "html": .html, "truncated": .truncated, "cut": .cut, "drop": .drop, "lose": .lose, "endless": .endless,
    "challenge": .challenge,
  ]
  private static let names = """
    400 to 599, html, truncated, cut, drop, lose, hangup, endless, drip, challenge, bomb, redirect, deep, slow
    """

  /// Removes and returns what follows the first mark.
  private static func cut(_ text: inout Substring, at mark: Character) -> Substring? {
    guard let index = text.firstIndex(of: mark) else { return nil }
    defer { text = text[..<index] }
    return text[text.index(after: index)...]
  }

  private static func number(
    _ text: Substring, _ range: ClosedRange<Int>, _ what: String, in whole: String
  ) throws(FaultSyntaxError) -> Int {
    guard let number = Int(text), range.contains(number) else {
      throw FaultSyntaxError(
        description: "the \(what) of \"\(whole)\" is not a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }
}
