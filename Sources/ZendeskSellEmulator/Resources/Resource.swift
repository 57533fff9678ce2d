import TributaryJSON

/// One line of the table: a kind of resource at a path, and what may be done with it there.
struct Resource: Sendable {
  enum Action: Sendable { case list, get, create, update, delete, upsert }

  /// The path after `/v2/`: `contacts`, or `deals/:id/associated_contacts`.
  var path: String
  /// The type of its records. Records of one type are kept together, whatever their path.
  var type: String
  var actions: Set<Action>
  var fields: [Field]
  /// The parameters of the list, apart from those of every list: names of fields, or parameters with rules of their
  /// own.
  var filters: Set<String>
  /// The default order of the list.
  var sort: Sort
  var isSortFixed = false
  /// The resource whose identifier is in the path, and the hidden field that keeps it.
  var parent: (path: String, type: String, field: String)?
  /// The value of `resource_type` for all records at this path, if one type has several paths.
  var side: Side = .any
  /// The field that identifies a record in its path.
  var identifier = "id"
  /// The value of `meta.type`, if it differs from the type under which the records are kept.
  var shownType: String?
  /// Whether `meta.version` is shown.
  var isVersioned = false
  /// Whether the responses are those of the products service: `meta` before `data`, and errors of its own kind.
  var isOfProductsService = false

  enum Side: Sendable, Equatable { case any, legacy, resource(String) }

  static let readOnly: Set<Action> = [.list]
  static let readable: Set<Action> = [.list, .get]
  static let editable: Set<Action> = [.list, .get, .create, .update, .delete]

  init(
    _ path: String, _ type: String, _ actions: Set<Action> = Self.editable, writable: String = "",
    derived: String = "", filters: String = "", sort: String = "id:asc"
  ) {
    self.path = path
    self.type = type
    self.actions = actions
    fields = Field.list(writable, isWritable: true) + Field.list(derived, isWritable: false)
    self.filters = Set(filters.split(whereSeparator: \.isWhitespace).map(String.init))
    self.sort = Sort(sort) ?? Sort.byIdentifier
  }

  func changed(_ change: (inout Self) -> Void) -> Self {
    var copy = self
    change(&copy)
    return copy
  }

  func field(_ name: String) -> Field? { fields.first { $0.name == name } }

  /// Fields that are kept but not shown.
  var hidden: [String] { (identifier == "id" ? [] : ["id"]) + (parent.map { [$0.field] } ?? []) }
}

/// The order of a list.
struct Sort: Sendable, Hashable {
  var field: String
  /// Whether the field is one of the custom fields.
  var isCustom = false
  var isDescending = false

  static let byIdentifier = Sort(field: "id")

  private init(field: String) { self.field = field }

  /// Reads `field`, `field:asc`, `field:desc` or `custom_fields:name:desc`; `nil` for anything else.
  init?(_ text: String) {
    var rest = text[...]
    if rest.hasSuffix(":desc") {
      isDescending = true
      rest = rest.dropLast(5)
    } else if rest.hasSuffix(":asc") {
      rest = rest.dropLast(4)
    }
    if rest.hasPrefix("custom_fields:") {
      isCustom = true
      rest = rest.dropFirst("custom_fields:".count)
    }
    guard !rest.isEmpty, isCustom || !rest.contains(":") else { return nil }
    field = String(rest)
  }
}
