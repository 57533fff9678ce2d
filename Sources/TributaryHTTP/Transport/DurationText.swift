extension Duration {
  /// The duration in seconds with at most two decimals: `0.25 s`, `30 s`.
  package var text: String {
    let (seconds, attoseconds) = components
    let (carry, rest) = (seconds * 100 + (attoseconds + 5_000_000_000_000_000) / 10_000_000_000_000_000)
      .quotientAndRemainder(dividingBy: 100)
    guard rest > 0 else { return "\(carry) s" }
    let digits = rest < 10 ? "0\(rest)" : "\(rest)"
    return "\(carry).\(digits.hasSuffix("0") ? String(digits.dropLast()) : digits) s"
  }

  /// The duration in seconds.
  package var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
