/// Keeps a value behind a reference, so that a model can contain another value of its own type.
///
/// It is a value in every other respect: copies are independent, and equal when what they hold is equal.
///
/// ```swift
/// struct Comment: Equatable {
///   var text: String
///   @Boxed var replyTo: Comment? = nil
/// }
/// ```
@propertyWrapper
public struct Boxed<Value> {
  fileprivate final class Storage {
    let value: Value

    init(_ value: Value) { self.value = value }
  }

  private var storage: Storage

  /// A box of a value.
  public init(wrappedValue: Value) { storage = Storage(wrappedValue) }

  /// The value in the box.
  public var wrappedValue: Value {
    get { storage.value }
    set { storage = Storage(newValue) }
  }
}

extension Boxed.Storage: Sendable where Value: Sendable {}

extension Boxed: Sendable where Value: Sendable {}

extension Boxed: Equatable where Value: Equatable {
  /// Whether the values in the boxes are equal.
  public static func == (left: Self, right: Self) -> Bool {
    left.storage === right.storage || left.wrappedValue == right.wrappedValue
  }
}

extension Boxed: Hashable where Value: Hashable {
  /// Hashes the value in the box.
  public func hash(into hasher: inout Hasher) { hasher.combine(wrappedValue) }
}
