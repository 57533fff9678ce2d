/// Which folders of a target mention types that other folders of it declare.
struct FolderArrows {
  /// The folders that each folder's files mention types of; `.` is the target's own folder.
  private(set) var targets: [String: Set<String>] = [:]
  /// One place for each arrow, for messages: `Client -> Filters` is in `QueryPages.swift`, by `Query`.
  private(set) var places: [String: String] = [:]

  /// Derives the arrows.
  ///
  /// - Parameter files: The text of each file by its path in the target, such as `Store/Sweep.swift`.
  init(_ files: [String: String]) {
    let sources = files.map { SourceNames(path: $0.key, text: $0.value) }.sorted { $0.path < $1.path }
    var folders: [String: Set<String>] = [:]
    for source in sources {
      for name in source.declared { folders[name, default: []].insert(source.folder) }
    }
    for source in sources {
      for name in source.mentioned {
        // A name that the folder declares too means that one.
        guard let declaring = folders[name], !declaring.contains(source.folder) else { continue }
        for folder in declaring {
          targets[source.folder, default: []].insert(folder)
          places["\(source.folder) -> \(folder)", default: "\(source.path), by \(name)"] += ""
        }
      }
    }
  }

  /// A folder from which arrows lead back to it, or `nil` if there is none.
  var ring: String? { targets.keys.sorted().first { reached(from: $0).contains($0) } }

  private func reached(from start: String) -> Set<String> {
    var reached: Set<String> = []
    var next = [start]
    while let folder = next.popLast() {
      for target in targets[folder, default: []] where reached.insert(target).inserted {
        next.append(target)
      }
    }
    return reached
  }
}

/// The names that a Swift file declares for others, and those that it mentions.
struct SourceNames {
  let path: String
  /// The types that it declares at its top level, without private ones.
  private(set) var declared: Set<String> = []
  /// The capitalized names in it that nothing in the file itself declares, not counting members behind a dot.
  private(set) var mentioned: Set<String> = []

  /// The first folder of the path, or `.`.
  var folder: String { path.contains("/") ? String(path.prefix { $0 != "/" }) : "." }

  init(path: String, text: String) {
    self.path = path
    let words = Self.words(of: text)
    var own: Set<String> = []
    var depth = 0
    var isPrivate = false
    for (index, word) in words.enumerated() {
      switch word {
      case "{": depth += 1
      case "}":
        depth -= 1
        isPrivate = false
      case "private", "fileprivate": isPrivate = true
      case "struct", "class", "enum", "actor", "protocol", "typealias", "associatedtype":
        guard index + 1 < words.count else { continue }
        own.insert(words[index + 1])
        if depth == 0, !isPrivate { declared.insert(words[index + 1]) }
        isPrivate = false
      // The names of generic parameters come first, or behind a comma, and before a colon, a comma or the end.
      case "<", ",":
        guard index + 2 < words.count, [":", ",", ">"].contains(words[index + 2]) else { continue }
        if Self.isGenericList(words, at: index) { own.insert(words[index + 1]) }
      case "let", "var", "func", "init", "case": isPrivate = false
      default: break
      }
    }
    for (index, word) in words.enumerated() where word.first?.isUppercase == true && !own.contains(word) {
      if index == 0 || words[index - 1] != "." { mentioned.insert(word) }
    }
  }

  /// Whether the list that a word opens, or stands in, belongs to a declaration: `func read<Value: ...>`.
  private static func isGenericList(_ words: [String], at index: Int) -> Bool {
    var place = index
    while place > 1, words[place] != "<" {
      if ["(", ")", "{", "}", "="].contains(words[place]) { return false }
      place -= 1
    }
    return place > 1
      && ["func", "struct", "class", "enum", "actor", "typealias", "extension"].contains(words[place - 2])
      || place > 0 && words[place - 1] == "init"
  }

  /// The identifiers and signs of a text, without comments and without the content of strings.
  private static func words(of text: String) -> [String] {
    let bytes = Array(text.utf8)
    var words: [String] = []
    var interpolations: [String] = []
    var index = 0
    func has(_ sign: String, at place: Int) -> Bool { bytes[min(place, bytes.count)...].starts(with: sign.utf8) }
    func skip(past sign: String, from place: Int) {
      index = place
      while index < bytes.count, !has(sign, at: index) { index += 1 }
      index = min(index + sign.utf8.count, bytes.count)
    }
    /// Moves behind a string, whose interpolations can hold strings again.
    func skipString() {
      let quote = has("\"\"\"", at: index) ? "\"\"\"" : "\""
      index += quote.utf8.count
      while index < bytes.count, !has(quote, at: index) {
        guard has("\\(", at: index) else {
          index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
          continue
        }
        var depth = 0
        index += 1
        let start = index
        repeat {
          switch bytes[index] {
          case UInt8(ascii: "("): depth += 1
          case UInt8(ascii: ")"): depth -= 1
          case 0x22:
            skipString()
            continue
          default: break
          }
          index += 1
        } while depth > 0 && index < bytes.count
        interpolations.append(String(decoding: bytes[start..<min(index, bytes.count)], as: UTF8.self))
      }
      index = min(index + quote.utf8.count, bytes.count)
    }
    while index < bytes.count {
      let byte = bytes[index]
      let isLetter = { (byte: UInt8) in byte == 0x5F || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte >= 0x80 }
      if has("//", at: index) {
        while index < bytes.count, bytes[index] != 0x0A { index += 1 }
      } else if has("/*", at: index) {
        skip(past: "*/", from: index + 2)
      } else if has("#\"", at: index) {
        skip(past: "\"#", from: index + 2)
      } else if byte == 0x22 {
        skipString()
      } else if isLetter(byte) {
        let start = index
        while index < bytes.count, isLetter(bytes[index]) || 0x30...0x39 ~= bytes[index] { index += 1 }
        words.append(String(decoding: bytes[start..<index], as: UTF8.self))
      } else {
        if byte > 0x20, byte != 0x60 { words.append(String(UnicodeScalar(byte))) }
        index += 1
      }
    }
    return words + interpolations.flatMap(Self.words)
  }
}
