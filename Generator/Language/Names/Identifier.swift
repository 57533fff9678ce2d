/// What can be a Swift name: letters, digits and underscores, not beginning with a digit, with at least one letter.
///
/// Only here does text of a spec become Swift code other than a literal or a comment. It is narrower than Swift's own
/// grammar: no combining marks (two spellings of one name would look alike), no invisible characters, no symbols.
enum Identifier {
  /// Whether a text may be a Swift name as it is, reserved words aside.
  static func isValid(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, text.utf8.count <= 200 else { return false }
    return !isDigit(first) && text.unicodeScalars.allSatisfy(isAllowed) && text.unicodeScalars.contains(where: isLetter)
  }

  /// Whether a text may be a Swift type: a name that does not begin with a small letter or an underscore.
  static func isValidType(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first else { return false }
    return isValid(text) && first != "_" && !first.properties.isLowercase
  }

  /// Whether a scalar may be part of a name.
  static func isAllowed(_ scalar: Unicode.Scalar) -> Bool { isLetter(scalar) || isDigit(scalar) || scalar == "_" }

  /// Whether a scalar is a letter of any script that has no second spelling: the ångström sign is one of the letter Å,
  /// and Korean syllables can be spelled by their parts. The compiler would distinguish such spellings.
  static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value > 0x7F else {
      return "a"..."z" ~= scalar || "A"..."Z" ~= scalar
    }
    return switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter:
      scalar.properties.isXIDStart && !scalar.properties.isFullCompositionExclusion && !isPartOfSyllable(scalar)
    default: false
    }
  }

  private static func isPartOfSyllable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x11FF, 0xA960...0xA97F, 0xD7B0...0xD7FF: true
    default: false
    }
  }

  /// Whether a scalar is one of the ten digits.
  static func isDigit(_ scalar: Unicode.Scalar) -> Bool { "0"..."9" ~= scalar }
}
