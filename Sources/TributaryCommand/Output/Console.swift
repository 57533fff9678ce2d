import Tributary
import TributaryJSON

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Writes to the standard streams: lines for people, or objects for programs.
///
/// Control characters are removed from all text that comes from outside, so that no server can control the terminal.
final class Console: Sendable {
  /// What the caller wants to see.
  enum Style: Sendable { case plain, quiet, json }

  let style: Style
  private let isTerminal: Bool
  private let bar = Locked("")

  init(style: Style = .plain) {
    self.style = style
    isTerminal = style == .plain && isatty(STDOUT_FILENO) == 1
  }

  /// A line for people, which is omitted with `--json` and `--quiet`.
  func say(_ line: String) {
    guard style == .plain else { return }
    clearBar()
    StandardOutput.shared.write(Self.printable(line) + "\n")
  }

  /// A line that is printed even with `--quiet`, but not with `--json`.
  func conclude(_ line: String) {
    guard style != .json else { return }
    clearBar()
    StandardOutput.shared.write(Self.printable(line) + "\n")
  }

  /// An object on a line of its own, for programs only.
  func emit(_ object: @autoclosure () -> JSONValue) {
    guard style == .json else { return }
    StandardOutput.shared.write(JSONWriter.bytes(of: object()).text + "\n")
  }

  /// An error or a warning, on standard error.
  func complain(_ line: String) {
    clearBar()
    // If not even an error can be printed, only the exit code is left.
    Array("tributary: \(Self.printable(line))\n".utf8).withUnsafeBytes { _ = FileWriting.write($0, to: STDERR_FILENO) }
  }

  /// Draws a progress bar on a terminal, and nothing elsewhere.
  func draw(_ fraction: Double?, _ label: String) {
    guard isTerminal else { return }
    let width = 24
    var line = Self.printable(label)
    if let fraction {
      let filled = Int(fraction * Double(width))
      let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
      line = "\(bar) \(Self.padded(Int(fraction * 100))) %  \(line)"
    }
    bar.withLock { $0 = line }
    StandardOutput.shared.write("\r\u{1B}[K" + line)
  }

  private func clearBar() {
    let wasDrawn = bar.withLock { line in
      defer { line = "" }
      return !line.isEmpty
    }
    if wasDrawn { StandardOutput.shared.write("\r\u{1B}[K") }
  }

  private static func padded(_ percent: Int) -> String {
    String(repeating: " ", count: percent < 10 ? 2 : percent < 100 ? 1 : 0) + "\(percent)"
  }

  static func printable(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.properties.generalCategory == .control && $0 != "\n" ? "\u{FFFD}" : $0 }))
  }
}
