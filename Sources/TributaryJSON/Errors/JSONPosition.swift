/// The line and column of a byte in a text, as editors count them.
package struct JSONPosition: Sendable, Hashable, CustomStringConvertible {
  /// The line, from 1. A line ends after a line feed, a carriage return, or both together.
  package var line: Int
  /// The column, from 1, in Unicode scalars. A tab is one column.
  package var column: Int

  /// A position from its parts.
  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// The position of a byte, found by reading the text up to it.
  ///
  /// - Parameters:
  ///   - offset: The byte, from 0. One past the end gives the position after the last character.
  ///   - bytes: The whole text.
  package init(offset: Int, in bytes: SharedBytes) {
    self = bytes.withUnsafeBytes { buffer in
      let target = min(max(offset, 0), buffer.count)
      var line = 1
      // Editors do not count a byte order mark.
      var lineStart = min(bytes.byteOrderMarkCount, target)
      var index = lineStart
      while index < target {
        let byte = buffer[index]
        index += 1
        guard byte == 0x0A || byte == 0x0D else { continue }
        if byte == 0x0D, index < buffer.count, buffer[index] == 0x0A {
          if index == target { break }
          index += 1
        }
        line += 1
        lineStart = index
      }
      var column = 1
      // A continuation byte belongs to the scalar before it; a target inside a scalar is in that scalar's column.
      for byte in buffer[lineStart..<target] where byte & 0xC0 != 0x80 { column += 1 }
      if target < buffer.count, target > lineStart, buffer[target] & 0xC0 == 0x80 { column -= 1 }
      return JSONPosition(line: line, column: column)
    }
  }

  /// `line:column`, the form that follows a file name: `12:3`.
  package var description: String { "\(line):\(column)" }
}
