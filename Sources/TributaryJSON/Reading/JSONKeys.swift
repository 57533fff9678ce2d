/// The names of a model's fields, made once and used for every object that is read.
///
/// Reading expects the names in this order, which costs one comparison each; any other order, missing and unknown
/// names cost a little more and mean the same. Names are compared byte by byte, after escapes.
///
/// ```swift
/// static let keys = JSONKeys("id", "first_name", "last_name")
/// ```
///
/// A table stays in memory until the program ends, so that objects can use it without counting references. Make one a
/// model, in a `static let`, never one a call.
@_spi(Generated) public struct JSONKeys: Sendable {
  /// The table. Sharing it between threads is safe: nothing changes it after `init`, and nothing ever frees it.
  nonisolated(unsafe) let table: UnsafePointer<KeyTable>

  /// A table of names.
  ///
  /// - Parameters:
  ///   - names: The names, whose index ``JSONReader/nextKey(_:)`` returns. Of equal names the first counts.
  ///   - aliases: Other names for some of them, each with the index of the name that it stands for. An index outside
  ///     the names is ignored.
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
