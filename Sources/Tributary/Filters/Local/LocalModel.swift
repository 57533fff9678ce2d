public import TributaryJSON

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

/// The names under which a field is read, its own first.
public struct LocalName<Value>: Sendable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
  let names: [String]

  /// A field that is read under one name.
  public init(stringLiteral name: String) { names = [name] }

  /// A field that is read under several names.
  public init(arrayLiteral names: String...) { self.names = names }
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
  /// The names that lead to the value, from the outside in; at each step those under which the field is read.
  let localPath: [[String]]

  init(localPath: [[String]]) { self.localPath = localPath }
}

extension LocalField where Record == Value {
  /// The record itself.
  static var whole: Self { Self(localPath: []) }
}

extension LocalField where Value: LocalModel {
  /// A field of the model.
  public subscript<Member>(
    dynamicMember name: KeyPath<Value.LocalFields, LocalName<Member>>
  ) -> LocalField<Record, Member> {
    LocalField<Record, Member>(localPath: localPath + [Value.LocalFields()[keyPath: name].names])
  }
}

extension LocalField {
  /// The value under a key of a map.
  public subscript<Member>(key: String) -> LocalField<Record, Member> where Value == [String: Member] {
    LocalField<Record, Member>(localPath: localPath + [[key]])
  }
}

extension LocalField where Value == JSONValue {
  /// The value of a member.
  public subscript(name: String) -> LocalField<Record, JSONValue> {
    LocalField(localPath: localPath + [[name]])
  }

  /// The value as one of a type. Where a record has something else, no comparison holds.
  public func `as`<Other: FilterOperand>(_ type: Other.Type) -> LocalField<Record, Other> {
    LocalField<Record, Other>(localPath: localPath)
  }
}
