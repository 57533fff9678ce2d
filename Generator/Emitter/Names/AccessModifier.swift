import TributaryLanguage

extension AccessLevel {
  /// What stands before a declaration: `public `, or nothing for what Swift gives anyway.
  var modifier: String { self == .internal ? "" : rawValue + " " }
}
