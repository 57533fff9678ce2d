import TributaryLanguage

extension AccessLevel {
  /// The prefix of a declaration: `public `, or nothing for Swift's default.
  var modifier: String { self == .internal ? "" : rawValue + " " }
}
