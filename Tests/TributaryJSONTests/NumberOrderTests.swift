import Testing
import TributaryJSON

@Suite("The order of numbers")
struct NumberOrderTests {
  @Test("goes by the exact value, whatever the length")
  func order() throws {
    // Each is greater than the one before; those in one string are equal.
    let groups = [
      "-1e999999999999999999999", "-1e400", "-123456789012345678901234567891", "-123456789012345678901234567890", "-10",
      "-1.5", "-1 -1.0 -10e-1", "-0.1", "-1e-400", "0 -0 0.0 0e5", "1e-999999999999999999999", "1e-400",
      "0.1 1e-1", "0.10000000000000000001", "0.11", "1 1.0 0.1e1 100e-2", "1.5", "9", "10 1e1", "9007199254740992",
      "9007199254740993", "123456789012345678901234567890", "123456789012345678901234567891", "1e400",
      "1e999999999999999999998", "1e999999999999999999999",
    ].map { $0.split(separator: " ").compactMap { JSONNumber(text: String($0)) } }
    for (place, group) in groups.enumerated() {
      #expect(!group.isEmpty)
      for left in group {
        for right in group { #expect(left == right && !(left < right)) }
        for right in groups[(place + 1)...].joined() { #expect(left < right && !(right < left), "\(left) \(right)") }
      }
    }
  }
}
