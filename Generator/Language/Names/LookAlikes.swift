/// Letters of other scripts that look exactly like ASCII letters.
///
/// Two names that differ only in them are different names for the compiler but the same for a reader.
enum LookAlikes {
  /// The appearance of the name, which is equal for names that look alike.
  static func look(of name: String) -> String {
    guard name.utf8.contains(where: { $0 >= 0x80 }) else { return name }
    var look = String.UnicodeScalarView()
    for scalar in name.unicodeScalars { look.append(letter(like: scalar)) }
    return String(look)
  }

  private static func letter(like scalar: Unicode.Scalar) -> Unicode.Scalar {
    // The wide forms of East Asian typography are in the order of ASCII.
    guard 0xFF21...0xFF5A ~= scalar.value else { return letters[scalar] ?? scalar }
    return Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
  }

  private static let letters: [Unicode.Scalar: Unicode.Scalar] = {
    let pairs = [
      // Cyrillic.
      ("АВЕЅІЈКМНОРСТУХҮ", "ABESIJKMHOPCTYXY"), ("аеѕіјорсухһԁԛԝ", "aesijopcyxhdqw"),
      // Greek.
      ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"), ("οι", "oi"),
    ]
    var letters: [Unicode.Scalar: Unicode.Scalar] = [:]
    for (others, ours) in pairs {
      for (other, our) in zip(others.unicodeScalars, ours.unicodeScalars) { letters[other] = our }
    }
    return letters
  }()
}
