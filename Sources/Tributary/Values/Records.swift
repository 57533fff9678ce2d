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
  public var values: [Model] { unread?.read.decoded ?? decoded }
  /// The elements that did not.
  public var undecodable: [Undecodable] { unread?.read.failed ?? failed }

  private var decoded: [Model]
  private var failed: [Undecodable] = []

  /// The list as received, if it was left unread for a sync, which reads one row after the other and keeps each as
  /// received. Other readers of the response find its values all the same: the place of the next page may be in them.
  private var unread: UnreadRecords<Model>?

  /// A list of values.
  public init(_ values: [Model] = []) { decoded = values }

  /// Reads a list; only an element that is invalid JSON is an error.
  public init(from reader: inout JSONReader) throws(JSONError) {
    self.init()
    guard try !leaveUnread(&reader) else { return }
    var values: [Model] = []
    try values.appendElements(of: &reader) { (reader, place, error, count) throws(JSONError) in
      keep(try reader.rereadRaw(from: place), undecodable: error, after: count)
    }
    decoded = values
  }

  /// Takes the list as received if the reader is asked to, for a sync.
  private mutating func leaveUnread(_ reader: inout JSONReader) throws(JSONError) -> Bool {
    guard reader.leavesRecordsUnread else { return false }
    unread = UnreadRecords(try RawList(from: &reader))
    return true
  }

  /// Adds an element at the end.
  mutating func append(_ value: Model) { decoded.append(value) }

  /// Adds an element that did not decode at the end.
  mutating func append(_ payload: RawJSON, undecodable error: JSONError) {
    keep(payload, undecodable: error, after: decoded.count)
  }

  private mutating func keep(_ payload: RawJSON, undecodable error: JSONError, after count: Int) {
    failed.append(Undecodable(index: count + failed.count, payload: payload, error: error))
  }

  /// The list as received, or written anew if it was read.
  var rawList: RawList {
    get throws(JSONError) {
      if let unread { return unread.list }
      return try JSONReader.read(RawList.self, from: JSONWriter.bytes(of: self))
    }
  }

  /// Writes every element in its place, also those that did not decode.
  @inlinable
  public func encode(into writer: inout JSONWriter) {
    if hasOnlyValues { values.encode(into: &writer) } else { encodeElements(into: &writer) }
  }

  /// Whether the list was read and every element decoded.
  @usableFromInline var hasOnlyValues: Bool { unread == nil && failed.isEmpty }

  @usableFromInline
  func encodeElements(into writer: inout JSONWriter) {
    if let unread { return unread.list.encode(into: &writer) }
    writer.beginArray()
    var rest = failed[...]
    var index = 0
    for value in decoded {
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
  public var endIndex: Int { unread == nil ? decoded.count : values.count }
  /// The value at a place.
  public subscript(position: Int) -> Model { unread == nil ? decoded[position] : values[position] }
}

extension Records: ExpressibleByArrayLiteral {
  /// A list of values.
  public init(arrayLiteral elements: Model...) { decoded = elements }
}

extension Array where Element: JSONDecodable {
  /// Reads an array and adds what decodes.
  ///
  /// This is a method of arrays, because other generic code looks the type of the array up for each element.
  ///
  /// - Parameter keep: Is told of each element that does not decode: its place, the error and how many decoded before.
  fileprivate mutating func appendElements(
    of reader: inout JSONReader,
    otherwise keep: (inout JSONReader, JSONReader.Mark, JSONError, Int) throws(JSONError) -> Void
  ) throws(JSONError) {
    try reader.beginArray()
    var isFirst = true
    while try reader.nextElement(&isFirst) {
      let place = reader.markHere
      do throws(JSONError) { append(try Element(from: &reader)) } catch { try keep(&reader, place, error, count) }
    }
  }
}
