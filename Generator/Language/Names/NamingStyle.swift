/// How an API writes its names, which determines where words end when a Swift name is derived.
enum NamingStyle: String, Sendable, CaseIterable {
  /// `download_url`: a word ends at an underscore.
  case snakeCase = "snake_case"
  /// `downloadUrl`: a word ends before a capital, and at an underscore.
  case camelCase
  /// Names are used as they are.
  case exact

  /// The Swift name for a name on the wire, or `nil` if none can be derived.
  ///
  /// Characters that a name cannot contain end a word in every style: `address[city]` becomes `addressCity`. Words such
  /// as `id` and `url` are written in capitals unless they come first: `folder_id` becomes `folderID`.
  func swiftName(for wireName: String) -> String? {
    let words = words(of: wireName)
    guard let first = words.first else { return nil }
    var name: String
    if self == .exact {
      name = first + words.dropFirst().map { $0.capitalizingFirst() }.joined()
    } else {
      let isAllCapitals = !wireName.unicodeScalars.contains { $0.properties.isLowercase }
      let words = isAllCapitals ? words.map { $0.lowercased() } : words
      let start = words.first ?? first
      name = Self.initialisms[start.lowercased()] == nil ? start.loweringStart() : start.lowercased()
      for word in words.dropFirst() {
        name += Self.initialisms[word.lowercased()] ?? word.capitalizingFirst()
      }
    }
    return Identifier.isValid(name) ? name : nil
  }

  /// The words of a name.
  func words(of name: String) -> [String] {
    let scalars = Array(name.unicodeScalars)
    var words: [String] = []
    var word = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      let isPart = Identifier.isAllowed(scalar) && (self == .exact || scalar != "_")
      if !isPart || (self == .camelCase && Self.isHump(scalars, index)) {
        if !word.isEmpty { words.append(String(word)) }
        word = String.UnicodeScalarView()
      }
      if isPart { word.append(scalar) }
    }
    if !word.isEmpty { words.append(String(word)) }
    return words
  }

  /// Whether a capital begins a word: after anything but a capital, and as the last of several before a small letter
  /// (the `P` of `URLPath`) that is not the plural's (`URLs`).
  private static func isHump(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    guard index > 0, scalars[index].properties.isUppercase else { return false }
    guard scalars[index - 1].properties.isUppercase else { return true }
    let rest = scalars[(index + 1)...].prefix { $0.properties.isLowercase }
    return !rest.isEmpty && Array(rest) != ["s"]
  }

  /// Words that Swift writes in capitals.
  private static let initialisms = [
    "api": "API", "csv": "CSV", "html": "HTML", "http": "HTTP", "https": "HTTPS", "id": "ID", "ids": "IDs", "ip": "IP",
    "json": "JSON", "pdf": "PDF", "uri": "URI", "uris": "URIs", "url": "URL", "urls": "URLs", "utc": "UTC",
    "uuid": "UUID", "uuids": "UUIDs", "xml": "XML",
  ]
}

extension String {
  /// The text with a capital first.
  func capitalizingFirst() -> String {
    guard let first else { return self }
    return first.uppercased() + dropFirst()
  }

  /// The text with a small letter first; with a whole run of capitals made small where it begins with one (`URL`), but
  /// for the one that begins the next word (`URLPath` becomes `urlPath`).
  fileprivate func loweringStart() -> String {
    let capitals = prefix { $0.isUppercase }
    let isWholeWord = capitals.count == count || !(dropFirst(capitals.count).first?.isLowercase ?? false)
    let count = isWholeWord ? capitals.count : Swift.max(1, capitals.count - 1)
    return prefix(count).lowercased() + dropFirst(count)
  }
}
