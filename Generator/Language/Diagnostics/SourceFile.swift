public import TributaryJSON

/// A file of a spec folder, as the caller read it.
public struct SourceFile: Sendable, Equatable {
  /// The path as diagnostics show it: `Specs/MyAzur/documents.json`. Its last component is the file's name.
  public var path: String
  /// The content, which need not be valid in any way.
  public var bytes: SharedBytes

  /// A file from its parts.
  public init(path: String, bytes: SharedBytes) {
    self.path = path
    self.bytes = bytes
  }

  /// The last component of the path: `documents.json`.
  var name: String { String(path.drop(through: { $0 == "/" || $0 == "\\" })) }

  /// The path without its last component, with the separator at its end: `Specs/MyAzur/`.
  var directory: String { String(path.dropLast(name.count)) }
}

extension String {
  /// The part after the last character that matches, or everything if none does.
  fileprivate func drop(through isSeparator: (Character) -> Bool) -> Substring {
    guard let last = lastIndex(where: isSeparator) else { return self[...] }
    return self[index(after: last)...]
  }
}

/// A place in a folder: a byte of one of its files.
struct Location: Sendable, Hashable, Comparable {
  /// The index of the file in the folder.
  var file: Int
  /// The byte, from 0.
  var offset: Int

  static func < (left: Location, right: Location) -> Bool {
    (left.file, left.offset) < (right.file, right.offset)
  }
}

/// A value and its position.
struct Located<Value: Sendable>: Sendable {
  var value: Value
  var location: Location
}
