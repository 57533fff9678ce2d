public import TributaryJSON

/// A list from a server in which an element that does not decode costs only itself.
///
/// It is a collection of the values that decoded, in the order of the list. The others are in ``undecodable`` with
/// their JSON. Encoding writes all of them back in their places.
///
/// ```swift
/// for document in list.objects { show(document) }
/// for problem in list.objects.undecodable { log(problem.error) }
/// ```
public struct Records<Model: JSONCodable & Hashable & Sendable>: RandomAccessCollection, JSONModel {
  /// An element that did not decode.
  public struct Undecodable: Sendable, Hashable {
    /// Its place in the list as the server sent it, counted from zero.
    public var index: Int
    /// Its JSON as received.
    public var payload: RawJSON
    /// What was wrong. The offset counts from the start of the text that held the list.
    public var error: JSONError
  }

  /// The values that decoded.
  public private(set) var values: [Model]
  /// The elements that did not.
  public private(set) var undecodable: [Undecodable] = []

  /// The list as received, if it was left unread for a sync, which reads one row after the other and keeps each as
  /// received.
  private var unread: RawList?

  /// A list of values.
  public init(_ values: [Model] = []) { self.values = values }

  /// Reads a list; only an element that is invalid JSON is an error.
  public init(from reader: inout JSONReader) throws(JSONError) {
    values = []
    guard !reader.leavesRecordsUnread else {
      unread = try RawList(from: &reader)
      return
    }
    var index = 0
    try reader.forEachElement { (reader) throws(JSONError) in
      let place = reader.mark()
      do throws(JSONError) { values.append(try Model(from: &reader)) } catch {
        let payload = try reader.rereadRaw(from: place)
        undecodable.append(Undecodable(index: index, payload: payload, error: error))
      }
      index += 1
      return true
    }
  }

  /// Adds an element at the end.
  mutating func append(_ value: Model) { values.append(value) }

  /// Adds an element that did not decode at the end.
  mutating func append(_ payload: RawJSON, undecodable error: JSONError) {
    undecodable.append(Undecodable(index: elementCount, payload: payload, error: error))
  }

  /// The list as received, or written anew if it was read.
  var rawList: RawList {
    get throws(JSONError) {
      if let unread { return unread }
      return try JSONReader.read(RawList.self, from: JSONWriter.bytes(of: self))
    }
  }

  /// Writes every element in its place, also those that did not decode.
  public func encode(into writer: inout JSONWriter) {
    if let unread { return unread.encode(into: &writer) }
    writer.beginArray()
    var rest = undecodable[...]
    var index = 0
    for value in values {
      while let next = rest.first, next.index <= index {
        next.payload.encode(into: &writer)
        rest.removeFirst()
        index += 1
      }
      value.encode(into: &writer)
      index += 1
    }
    for next in rest { next.payload.encode(into: &writer) }
    writer.endArray()
  }

  /// How many elements the list has, including those that did not decode.
  public var elementCount: Int { values.count + undecodable.count }

  /// The place of the first value, zero.
  public var startIndex: Int { 0 }
  /// The place after the last value.
  public var endIndex: Int { values.count }
  /// The value at a place.
  public subscript(position: Int) -> Model { values[position] }
}

extension Records: ExpressibleByArrayLiteral {
  /// A list of values.
  public init(arrayLiteral elements: Model...) { values = elements }
}
