@_spi(Generated) public import TributaryJSON

/// A value that is one of several types, selected by a tag beside or inside it.
///
/// An unknown tag, and content that does not decode, keep the JSON as received.
public protocol TaggedUnion: JSONEncodable, Sendable, Hashable {
  /// What a tag is: a text or an integer.
  associatedtype JSONTag: JSONDecodable, Sendable, Hashable

  /// Reads the content of a tag. For a tag that is not in the spec it reads nothing and returns `nil`.
  static func read(from reader: inout JSONReader, tag: JSONTag) throws(JSONError) -> Self?

  /// Content under a tag that is not in the spec.
  static func other(tag: JSONTag?, _ content: RawJSON) -> Self

  /// Content under a known tag that does not decode.
  static func undecodable(tag: JSONTag, _ content: RawJSON, _ error: JSONError) -> Self
}

/// A union whose tag is a member of its values. It writes the tag itself, first in the object, if its models do not.
public protocol SelfTaggedUnion: TaggedUnion, JSONModel {}

extension SelfTaggedUnion {
  /// The case that a value's own tag selects.
  @_spi(Generated) public init(_ content: RawJSON) {
    self = (try? content.decode()) ?? .other(tag: nil, content)
  }
}

/// A union whose case the JSON itself decides: by its kind, by the members of an object, or by the form of a text.
public protocol UntaggedUnion: JSONModel {
  /// Reads a value of a kind of JSON. For one that is not in the spec it reads nothing and returns `nil`.
  static func read(from reader: inout JSONReader, kind: JSONKind) throws(JSONError) -> Self?

  /// JSON of a kind that is not in the spec.
  static func other(_ content: RawJSON) -> Self

  /// JSON of a known kind that does not decode.
  static func undecodable(_ content: RawJSON, _ error: JSONError) -> Self
}

extension UntaggedUnion {
  /// Reads the case that the JSON is; only what is not JSON at all is an error.
  public init(from reader: inout JSONReader) throws(JSONError) {
    let place = reader.mark()
    do throws(JSONError) {
      let kind = try reader.nextKind()
      if let union = try Self.read(from: &reader, kind: kind) {
        self = union
      } else {
        self = .other(try reader.rereadRaw(from: place))
      }
    } catch {
      self = .undecodable(try reader.rereadRaw(from: place), error)
    }
  }
}

extension JSONReader {
  /// Reads a union whose tag is a member of the object that comes next; only what is not JSON at all is an error.
  @_spi(Generated) public mutating func readUnion<Union: SelfTaggedUnion>(tag name: String) throws(JSONError) -> Union {
    let place = mark()
    let tag = readTag(name, as: Union.JSONTag.self)
    goBack(to: place)
    guard let tag else { return .other(tag: nil, try readRaw()) }
    hideTag(name)
    do throws(JSONError) {
      if let union = try Union.read(from: &self, tag: tag) { return union }
    } catch {
      return .undecodable(tag: tag, try rereadRaw(from: place), error)
    }
    return .other(tag: tag, try rereadRaw(from: place))
  }

  /// The tag in the object that comes next, or `nil` where there is none of that type.
  private mutating func readTag<Tag: JSONDecodable>(_ name: String, as type: Tag.Type) -> Tag? {
    do throws(JSONError) { return try moveToMember(name) ? Tag(from: &self) : nil } catch { return nil }
  }
}

extension TaggedUnion where JSONTag == String {
  /// The case of a tag with its content decoded.
  @_spi(Generated) public init(_ content: RawJSON, tag: String?) {
    self = tag.flatMap { Self.known(content, tag: $0) } ?? .other(tag: tag, content)
  }

  private static func known(_ content: RawJSON, tag: String) -> Self? {
    do throws(JSONError) {
      return try JSONReader.withReader(over: content.bytes) { (reader) throws(JSONError) in
        reader.tagOrder.isInContent = true
        let union = try read(from: &reader, tag: tag)
        if union == nil { try reader.skipValue() }
        return union
      }
    } catch {
      return .undecodable(tag: tag, content, error)
    }
  }

  /// The case that a model makes, or ``undecodable(tag:_:_:)`` if the content is not such a model.
  @inlinable
  @_spi(Generated) public static func decode<Model: JSONDecodable>(
    _ content: RawJSON, _ tag: String, _ make: (consuming Model) -> Self
  ) -> Self {
    do throws(JSONError) {
      return make(try content.decode(as: Model.self))
    } catch {
      return .undecodable(tag: tag, content, error)
    }
  }
}

extension RawJSON {
  /// The text at a path of names, or `nil` if there is none: a tag inside the content that it selects. At each step the
  /// longest name that fits is taken, since a name may have dots.
  @_spi(Generated) public func text(at path: String...) -> String? {
    var value = (try? self.value()) ?? .null
    var rest = path[...]
    while !rest.isEmpty {
      let lengths = (1...rest.count).reversed()
      guard let length = lengths.first(where: { value[rest.prefix($0).joined(separator: ".")] != nil }) else {
        return nil
      }
      value = value[rest.prefix(length).joined(separator: ".")] ?? .null
      rest.removeFirst(length)
    }
    return value.string
  }
}

extension JSONReader {
  /// Skips the value that comes next, of which a case keeps nothing.
  @_spi(Generated) public mutating func skipping<Union: SelfTaggedUnion>(
    _ union: Union
  ) throws(JSONError) -> Union {
    try skipValue()
    return union
  }
}
