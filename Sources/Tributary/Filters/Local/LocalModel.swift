@_spi(Generated) public import TributaryJSON

/// A model whose fields a local query can name: a record, or a part of one.
///
/// Generated for every record of a spec and every model in one:
///
/// ```swift
/// let leads = try store.records(Lead.self) { lead in
///   lead.address.city.equals("Kraków")
///   lead.tags.contains("vip")
/// }.all
/// ```
public protocol LocalModel: JSONModel {
  /// The names of the model's fields.
  associatedtype LocalFields: LocalFieldNames
}

/// The fields of a model as local queries name them; generated, and without state.
///
/// A query never holds one: ``LocalField`` shows each of its properties as a field.
public protocol LocalFieldNames: Sendable {
  /// The names.
  init()
}

/// The names under which a field is read, its own first, and the form in which its value travels.
public struct LocalName<Value>: Sendable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
  let names: [String]
  let form: WireForm?

  /// A field that is read under one name.
  public init(stringLiteral name: String) { (names, form) = ([name], nil) }

  /// A field that is read under several names.
  public init(arrayLiteral names: String...) { (self.names, form) = (names, nil) }

  /// A field whose value travels in a form; generated code calls this.
  @_spi(Generated) public init(_ names: String..., as form: WireForm) { (self.names, self.form) = (names, form) }
}

/// A field of a record, or of a part of it, that a local query can compare.
///
/// Which operators it has follows from the type of its value. The fields of a model inside it are its members.
///
/// ```swift
/// lead.updatedAt.isAfter(since)
/// lead.address.city.isMissing
/// deal.customFields["region"].as(String.self).equals("south")
/// ```
@dynamicMemberLookup
public struct LocalField<Record, Value>: Sendable {
  /// The way to the value.
  let localPath: FieldPath

  init(localPath: FieldPath) { self.localPath = localPath }
}

extension LocalField where Record == Value {
  /// The record itself.
  static var whole: Self { Self(localPath: FieldPath()) }
}

extension LocalField where Value: LocalModel {
  /// A field of the model.
  public subscript<Member>(
    dynamicMember name: KeyPath<Value.LocalFields, LocalName<Member>>
  ) -> LocalField<Record, Member> {
    LocalField<Record, Member>(localPath: localPath.inside(Value.LocalFields()[keyPath: name]))
  }
}

extension LocalField {
  /// The value under a key of a map.
  public subscript<Member>(key: String) -> LocalField<Record, Member> where Value == [String: Member] {
    LocalField<Record, Member>(localPath: localPath.inside(key))
  }
}

extension LocalField where Value == JSONValue {
  /// The value of a member.
  public subscript(name: String) -> LocalField<Record, JSONValue> {
    LocalField(localPath: localPath.inside(name))
  }

  /// The value as one of a type. Where a record has something else, no comparison holds.
  public func `as`<Other: FilterOperand>(_ type: Other.Type) -> LocalField<Record, Other> {
    LocalField<Record, Other>(localPath: localPath)
  }
}

/// The way to a value in a record, and the form in which it travels.
struct FieldPath: Sendable, Hashable {
  /// The names from the outside in; at each step those under which the field is read. None lead to the whole.
  var steps: [[String]] = []
  var form: WireForm?

  /// The way to a field inside.
  func inside<Value>(_ name: LocalName<Value>) -> FieldPath { FieldPath(steps: steps + [name.names], form: name.form) }

  /// The way to a member of a map, whose values travel as the field says.
  func inside(_ key: String) -> FieldPath { FieldPath(steps: steps + [[key]], form: form) }
}
