/// Keeps a value behind a reference, so that a model can contain a value of its own type.
///
/// It is a value in every other respect: copies are independent, and boxes are equal if their values are.
///
/// ```swift
/// struct Comment: Equatable {
///   var text: String
///   var replyTo = Boxed<Comment?>(nil)
/// }
/// ```
@_spi(Generated) public struct Boxed<Value: Sendable>: Sendable {
  private final class Storage: Sendable {
    let value: Value

    init(_ value: Value) { self.value = value }
  }

  private var storage: Storage

  /// A box of a value.
  @_spi(Generated) public init(_ value: Value) { storage = Storage(value) }

  /// The value in the box.
  @_spi(Generated) public var value: Value {
    get { storage.value }
    set { storage = Storage(newValue) }
  }
}

extension Boxed: Equatable where Value: Equatable {
  /// Whether the values in the boxes are equal.
  @_spi(Generated) public static func == (left: Self, right: Self) -> Bool {
    left.storage === right.storage || left.value == right.value
  }
}

extension Boxed: Hashable where Value: Hashable {
  /// Hashes the value in the box.
  @_spi(Generated) public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
