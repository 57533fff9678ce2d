import TributaryJSON

/// Reads the JSON of one file into the parsed form, and reports everything that does not belong there.
///
/// Each section of the language is an extension of it, in a file of its own.
struct FileReader {
  /// The file's index in the folder.
  let file: Int
  let bytes: SharedBytes
  var findings: Findings
  /// Whether a declaration of a type could not be read, so that a name may be unknown for that reason alone.
  var lostDeclarations = false

  /// The place of a byte of this file.
  func location(_ offset: Int) -> Location { Location(file: file, offset: offset) }

  // MARK: - Objects

  /// The members of an object whose keys are free: without duplicates, which are reported.
  mutating func entries(of node: JSONNode, _ what: String) -> [JSONNode.Member]? {
    guard case .object(let members) = node.kind else {
      mismatch(node, expected: "an object", what)
      return nil
    }
    var first: [String: Int] = [:]
    var result: [JSONNode.Member] = []
    for member in members {
      if let offset = first[member.key] {
        findings.error(
          "the key \(member.key.quoted) appears twice in \(what); remove or rename one of them",
          at: location(member.keyOffset), notes: [Located(value: "it first appears here", location: location(offset))])
      } else {
        first[member.key] = member.keyOffset
        result.append(member)
      }
    }
    return result
  }

  /// The values of an object whose keys are those of the language; others are reported.
  ///
  /// - Parameter strays: Keys that belong elsewhere in the language, with the advice for each.
  mutating func parts(
    of node: JSONNode, _ what: String, keys: [String], strays: [String: String] = [:]
  ) -> ObjectParts? {
    guard let members = entries(of: node, what) else { return nil }
    var parts = ObjectParts()
    for member in members {
      if keys.contains(member.key) {
        parts.values[member.key] = member.value
        continue
      }
      let misspelling = strays[member.key] == nil ? Misspelling(word: member.key, candidates: keys) : nil
      findings.error(
        "unknown key \(member.key.quoted) in \(what)", at: location(member.keyOffset), misspelling: misspelling,
        advice: strays[member.key] ?? "it may have \(listed(keys))")
      parts.hasUnknownKeys = true
      if let meant = misspelling?.nearest { parts.misspelt.insert(meant) }
    }
    return parts
  }

  // MARK: - Scalars

  /// The text of a string.
  mutating func string(_ node: JSONNode?, _ what: String) -> Located<String>? {
    guard let node else { return nil }
    guard case .string(let text) = node.kind else {
      mismatch(node, expected: "a string", what)
      return nil
    }
    return Located(value: text, location: location(node.offset))
  }

  /// The name of something in JSON, which is not empty.
  mutating func key(_ node: JSONNode?, _ what: String, such example: String) -> Located<String>? {
    guard let text = string(node, what) else { return nil }
    guard text.value.isEmpty else { return text }
    findings.error("\(what) is empty", at: text.location, advice: "name the key, such as \(example.quoted)")
    return nil
  }

  /// The value of a boolean; false if there is none.
  mutating func bool(_ node: JSONNode?, _ what: String) -> Bool {
    guard let node else { return false }
    guard case .bool(let value) = node.kind else {
      mismatch(node, expected: "true or false", what)
      return false
    }
    return value
  }

  /// One of a few words.
  ///
  /// - Parameter other: What can be written instead of a word.
  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ node: JSONNode?, _ what: String, of type: Choice.Type = Choice.self, otherwise other: String? = nil
  ) -> Choice? {
    guard let text = string(node, what) else { return nil }
    if let choice = Choice(rawValue: text.value) { return choice }
    let words = Choice.allCases.map(\.rawValue)
    findings.error(
      "\(what) cannot be \(text.value.quoted)", at: text.location,
      misspelling: Misspelling(word: text.value, candidates: words),
      advice: "it is \(listed(words, by: "or"))\(other.map { ", or \($0)" } ?? "")")
    return nil
  }

  /// The access level of a declaration, if there is one.
  mutating func access(_ node: JSONNode?) -> AccessLevel? { choice(node, "\"access\"") }

  /// One of a few words, and its position.
  mutating func located<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
    _ node: JSONNode?, _ what: String
  ) -> Located<Choice>? {
    guard let node, let value = choice(node, what, of: Choice.self) else { return nil }
    return Located(value: value, location: location(node.offset))
  }

  /// The strings of an array, each once.
  mutating func strings(_ node: JSONNode?, _ what: String, each: String) -> [Located<String>] {
    guard let node else { return [] }
    guard case .array(let elements) = node.kind else {
      mismatch(node, expected: "an array of strings", what)
      return []
    }
    var first: [String: Location] = [:]
    return elements.compactMap { element in
      guard let text = string(element, each) else { return nil }
      guard let other = first.updateValue(text.location, forKey: text.value) else { return text }
      findings.error(
        "\(text.value.quoted) appears twice in \(what); remove one of them", at: text.location,
        notes: [Located(value: "it first appears here", location: other)])
      return nil
    }
  }

  /// A sentence for people: one line that is not empty.
  mutating func sentence(_ node: JSONNode?, _ what: String) -> String? {
    guard let text = string(node, what) else { return nil }
    if text.value.allSatisfy(\.isWhitespace) {
      findings.error("\(what) is empty; write something or remove it", at: text.location)
      return nil
    }
    var byte = 0
    for scalar in text.value.unicodeScalars {
      if scalar.isInvisible {
        let place = TextPlace(file: file, bytes: bytes, offset: text.location.offset).location(ofByte: byte)
        findings.error(
          scalar == "\n" || scalar == "\r"
            ? "\(what) has a line break; write one line" : "\(what) has the invisible character \(scalar.spelledOut)",
          at: place)
        return nil
      }
      byte += UTF8.width(scalar)
    }
    return text.value
  }

  /// Text for people: a sentence, or lines of which the first is the sentence; an empty one parts paragraphs.
  mutating func prose(_ node: JSONNode?, _ what: String) -> String? {
    guard let node, case .array(let elements) = node.kind else { return sentence(node, what) }
    var lines: [String] = []
    for (index, element) in elements.enumerated() {
      if index > 0, case .string("") = element.kind {
        lines.append("")
      } else if let line = sentence(element, index == 0 ? "the first line of \(what)" : "a line of \(what)") {
        lines.append(line)
      } else {
        return nil
      }
    }
    if elements.isEmpty {
      findings.error("\(what) is empty; write something or remove it", at: location(node.offset))
      return nil
    }
    // A blank line separates the sentence from what follows.
    if lines.count > 1, lines[1] != "" { lines.insert("", at: 1) }
    return lines.joined(separator: "\n")
  }

  /// The address of a page about the thing.
  mutating func reference(_ node: JSONNode?, _ what: String) -> String? {
    let place = node.map { location($0.offset) }
    guard let text = sentence(node, what), let place else { return nil }
    guard text.hasPrefix("https://") || text.hasPrefix("http://"), !text.contains(where: \.isWhitespace) else {
      findings.error(
        "\(what) \(text.quoted) is not a URL; it must begin with https:// and contain no spaces", at: place)
      return nil
    }
    return text
  }

  /// Reports a value of a wrong JSON type.
  mutating func mismatch(_ node: JSONNode, expected: String, _ what: String) {
    findings.error("\(what) must be \(expected), not \(node.kind.description)", at: location(node.offset))
  }
}

/// The values of an object by key.
struct ObjectParts {
  fileprivate(set) var values: [String: JSONNode] = [:]
  /// The keys for which unknown keys were probably meant.
  fileprivate(set) var misspelt: Set<String> = []
  /// Whether there were unknown keys.
  fileprivate(set) var hasUnknownKeys = false

  subscript(key: String) -> JSONNode? { values[key] }

  /// The keys that are there.
  var keys: some Collection<String> { values.keys }

  /// Whether a key is missing, and not only misspelled.
  func lacks(_ key: String) -> Bool { values[key] == nil && !misspelt.contains(key) }
}

extension JSONNode.Kind {
  /// A description for messages: `a number`.
  fileprivate var description: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
