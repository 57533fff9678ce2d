import Foundation
import Fuzzing
import TributaryJSON

/// Any bytes as JSON: every way in gives the same verdict, but for strings that are no text, and what was read is written
/// and read again as the same.
@main
enum JSONFuzzing {
  static func main() {
    exit(
      fuzz { start, count in
        // The bytes end where readable memory ends, so that reading one too many is a crash.
        check(guarded(UnsafeBufferPointer(start: start, count: count)))
        return 0
      })
  }
}

private func check(_ bytes: SharedBytes) {
  let value = Result { () throws(JSONError) in try JSONReader.read(JSONValue.self, from: bytes) }
  let raw = Result { () throws(JSONError) in try RawJSON(validating: bytes) }
  let node = Result { () throws(JSONError) in try JSONNode.parse(bytes) }
  switch (value, raw, node) {
  case (.success(let value), .success(let raw), .success): check(value, raw)
  // A tree with offsets wants text.
  case (.success(let value), .success(let raw), .failure(let third)) where isAboutText(third):
    tell(of: third, in: bytes)
    check(value, raw)
  case (.failure(let first), .failure(let second), .failure(let third)):
    demand(
      first == third || isAboutText(third) && third.offset <= first.offset,
      "a tree with offsets is refused elsewhere: \(first), \(third)")
    demand((0...bytes.count).contains(second.offset), "the error lies outside of the text: \(second)")
    tell(of: first, in: bytes)
  default: demand(false, "the verdicts differ: \(value), \(raw), \(node)")
  }
  checkModel(bytes)
}

private func isAboutText(_ error: JSONError) -> Bool { error.reason == .loneSurrogate || error.reason == .invalidUTF8 }

/// What was read stays the same through the writer and back.
private func check(_ value: JSONValue, _ raw: RawJSON) {
  let written = JSONWriter.bytes(of: value)
  let again = try? JSONReader.read(JSONValue.self, from: written)
  demand(again == value, "reads differently after writing: \(written.text)")
  demand(again?.hashValue == value.hashValue, "equal values have different hashes: \(written.text)")
  demand(again.map { JSONWriter.bytes(of: $0) } == written, "is written differently after reading: \(written.text)")
  demand((try? raw.value()) == value, "the raw value reads differently: \(raw.text)")
  demand(JSONWriter.bytes(of: raw) == raw.bytes, "raw JSON is not written as it was read: \(raw.text)")
  if case .number(let number) = value {
    demand(JSONNumber(text: number.text) == number, "is no number by its text: \(number)")
    if let int = number.int { demand(JSONNumber(int) == number, "\(int) is not \(number)") }
    let double = number.double
    demand(!double.isNaN, "\(number) is not a number")
    if let shortest = JSONNumber(double) { demand(shortest.double == double, "\(number) loses digits as \(shortest)") }
  }
}

/// A line, a column and a path can be told for every error.
private func tell(of error: JSONError, in bytes: SharedBytes) {
  demand((0...bytes.count).contains(error.offset), "the error lies outside of the text: \(error)")
  let position = JSONPosition(offset: error.offset, in: bytes)
  demand(position.line > 0 && position.column > 0, "there is no place \(position)")
  _ = JSONPath(offset: error.offset, in: bytes).description
  _ = error.description
}

/// A model in the shape of the generated ones reads what it writes.
private func checkModel(_ bytes: SharedBytes) {
  do throws(JSONError) {
    let leads = try JSONReader.read([Lead].self, from: bytes)
    let written = JSONWriter.bytes(of: leads)
    demand((try? JSONReader.read([Lead].self, from: written)) == leads, "the model changes: \(written.text)")
  } catch {
    tell(of: error, in: bytes)
  }
}
