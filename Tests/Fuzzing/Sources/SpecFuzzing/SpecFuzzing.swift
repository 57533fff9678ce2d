import Foundation
import Fuzzing
import TributaryEmitter
import TributaryJSON
import TributaryLanguage

/// Any bytes as a spec folder: the checker ends in diagnostics or in a specification, and what is emitted from one is
/// Swift whose literals, names and brackets all close.
@main
enum SpecFuzzing {
  static func main() {
    exit(
      fuzz { start, count in
        check(folder(UnsafeBufferPointer(start: start, count: count)))
        return 0
      })
  }
}

private func check(_ files: [SourceFile]) {
  let checked = SpecificationChecker.check(files)
  let hasErrors = checked.diagnostics.contains { $0.severity == .error }
  demand((checked.specification == nil) == hasErrors, "there are errors and a specification, or neither")
  for diagnostic in checked.diagnostics {
    demand(diagnostic.line > 0 && diagnostic.column > 0, "there is no place for \(diagnostic)")
    demand(!diagnostic.message.isEmpty, "says nothing")
    demand(!diagnostic.message.unicodeScalars.contains { $0.value < 0x20 }, "takes several lines: \(diagnostic)")
  }
  guard let specification = checked.specification else { return }
  for file in Emitter.files(for: specification) {
    demand(file.name.utf8.allSatisfy(isPlain), "the file name \(file.name) leads elsewhere")
    do { _ = try SwiftTokens(file.text) } catch { demand(false, "\(file.name) \(error):\n\(file.text)") }
  }
}

/// The files of an input: texts with the byte 0x1E between them, where a record ends. The first is `api.json`.
private func folder(_ input: UnsafeBufferPointer<UInt8>) -> [SourceFile] {
  input.split(separator: 0x1E, maxSplits: 7, omittingEmptySubsequences: false).enumerated().map { number, text in
    SourceFile(path: number == 0 ? "api.json" : "file\(number).json", bytes: SharedBytes(Array(text)))
  }
}

private func isPlain(_ byte: UInt8) -> Bool { byte != UInt8(ascii: "/") && byte != UInt8(ascii: "\\") && byte > 0x20 }
