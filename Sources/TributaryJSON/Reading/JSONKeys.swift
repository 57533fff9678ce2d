/// The names of a model's fields, created once and used for every object that is read.
///
/// Reading expects the names in this order, which costs one comparison for each. Another order, missing names and
/// unknown names cost a little more and give the same result. Names are compared byte by byte, without escapes.
///
/// ```swift
/// static let keys = JSONKeys("id", "first_name", "last_name")
/// ```
///
/// A table stays in memory until the program ends, so that objects can use it without reference counting. Create one
/// per model, in a `static let`, and never one per call.
@_spi(Generated) public struct JSONKeys: Sendable {
  /// The table. Threads can safely share it, because nothing changes it after `init` and nothing frees it.
  nonisolated(unsafe) let table: UnsafePointer<KeyTable>

  /// A table of names.
  ///
  /// - Parameters:
  ///   - names: The names, whose index ``JSONReader/nextKey(_:)`` returns. Of equal names the first counts.
  ///   - aliases: Other names for some of them, each with the index of the name that it replaces. An index that no name
  ///     has is ignored.
  @_spi(Generated) public init(_ names: [String], aliases: [String: Int] = [:]) {
    let table = UnsafeMutablePointer<KeyTable>.allocate(capacity: 1)
    table.initialize(to: KeyTable(names: names, aliases: aliases))
    self.table = UnsafePointer(table)
  }

  /// A table of names, written out.
  @_spi(Generated) public init(_ names: String..., aliases: [String: Int] = [:]) {
    self.init(names, aliases: aliases)
  }

  /// The names, in order, without aliases.
  @_spi(Generated) public var names: [String] { table.pointee.names }
}
