import Tributary

/// An attribute that a query names, found in the schema: `["stage", "id"]`.
struct SearchPath: Sendable {
  var names: [String]
  var kind: SearchAttribute.Kind
  var isList: Bool

  /// What a query does with an attribute.
  enum Use: Sendable { case show, filter, sort, aggregate }

  /// Finds an attribute by its name, with dots between the names of nested ones.
  ///
  /// To filter or sort by an object means to do so by the attribute of it that the schema names.
  init(
    _ name: String, for use: Use, of resource: SearchResource, in database: Database, at pointer: String
  ) throws(Refusal) {
    let names = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard var attribute = resource.find(names, in: database) else {
      throw .search(
        "unknown", "unknown attribute", "The attribute '\(name)' is not a known attribute of \(resource.path).",
        resource, at: pointer)
    }
    self.names = names
    let inner: String? =
      switch use {
      case .filter: attribute.filterName
      case .sort: attribute.sortName
      case .show, .aggregate: nil
      }
    if let inner, let found = attribute.attributes.first(where: { $0.name == inner }) {
      self.names.append(inner)
      attribute = found
    }
    (kind, isList) = (attribute.kind, attribute.isList)
    let isUsable =
      switch use {
      case .show: true
      case .filter: kind != .incomparable
      case .sort: kind != .incomparable && !isList
      case .aggregate: kind == .number && !isList
      }
    guard isUsable else {
      throw .search(
        "incorrect_value", "attribute value is incorrect",
        "The attribute '\(name)' of \(resource.path) cannot be used in this way.", resource, at: pointer)
    }
  }

  var text: String { names.joined(separator: ".") }
}

extension SearchResource {
  fileprivate func find(_ names: [String], in database: Database) -> SearchAttribute? {
    guard let first = names.first, var found = attributes.first(where: { $0.name == first }) else { return nil }
    if found.type == "custom_fields_root", names.count == 2 {
      return SearchCustomFields(type: type, in: database).attribute(names[1])
    }
    for name in names.dropFirst() {
      guard let next = found.attributes.first(where: { $0.name == name }) else { return nil }
      found = next
    }
    return found
  }
}

/// The custom fields of a type of record. Search calls them by identifier, REST by name.
struct SearchCustomFields {
  private let type: String
  private let database: Database

  init(type: String, in database: Database) {
    self.type = type + "_custom_field"
    self.database = database
  }

  /// The field with an identifier. How the types of definitions map to those of Search is not documented; this is our
  /// choice.
  func attribute(_ id: String) -> SearchAttribute? {
    guard let number = Int(id), String(number) == id, let fields = database.fields(type, number) else { return nil }
    let kind =
      switch fields["type"]?.string {
      case "number": "double"
      case "bool": "boolean"
      case "date": "date"
      case "datetime": "date_time"
      case "address": "object"
      default: "keyword"
      }
    return SearchAttribute(id, kind, isList: fields["type"]?.string == "multi_select_list")
  }

  /// The name of each field by its identifier.
  var names: [(id: String, name: String)] {
    database.ids(type).compactMap { id in
      database.fields(type, id)?["name"]?.string.map { (String(id), $0) }
    }
  }
}

extension Refusal {
  /// Why a query is refused. The codes are those of the service; which one it gives for which fault of a query is not
  /// documented, nor is what its pointers point into.
  static func search(
    _ code: String, _ message: String, _ details: String, _ resource: SearchResource, at pointer: String
  ) -> Self {
    Self(
      422,
      [Problem(code: code, message: message, details: details, resource: resource.type, field: pointer)])
  }
}
