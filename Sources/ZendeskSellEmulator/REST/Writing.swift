import Tributary
import TributaryJSON

/// Creates and alters records on behalf of REST callers.
enum Writing {
  /// Creates a record.
  ///
  /// - Returns: Its identifier.
  static func create(
    _ resource: Resource, _ attributes: JSONFields, parent: Int?, in state: inout SellState
  ) throws(Refusal) -> Int {
    guard state.database.hasRoom else { throw .full }
    var attributes = attributes
    if resource.type == "sequence_enrollment" { attributes = Enrollments.flattened(attributes) }
    if case .resource(let side) = resource.side { attributes["resource_type"] = .string(side) }
    let id = state.database.newID()
    var fields: JSONFields = ["id": .number(JSONNumber(id))]
    for field in resource.fields { fields[field.name] = field.initial }
    for name in ["creator_id", "owner_id"] where resource.field(name) != nil {
      fields[name] = .number(JSONNumber(state.selfID))
    }
    for name in ["created_at", "updated_at"] where resource.field(name) != nil { fields[name] = .string(state.stamp) }
    if resource.type == "product" { fields["active"] = true }
    if let parent, let name = resource.parent?.field { fields[name] = .number(JSONNumber(parent)) }
    var problems = merge(attributes, into: &fields, resource, in: state)
    for field in resource.fields where field.isRequired && fields[field.name]?.isNull ?? true {
      guard !problems.contains(where: { $0.field == "/" + field.name }) else { continue }
      problems.append(missing(field.name, in: resource))
    }
    problems += Rules.complete(&fields, previous: nil, resource, in: &state, refused: !problems.isEmpty)
    try refuse(problems, resource)
    state.database.put(resource.type, id, .object(fields), parent: parent, at: state.seconds)
    if let parent, let type = resource.parent?.type { state.database.touch(type, parent, at: state.seconds) }
    return id
  }

  /// Alters the attributes that are given, and leaves the others.
  static func update(
    _ resource: Resource, _ id: Int, _ attributes: JSONFields, in state: inout SellState
  ) throws(Refusal) {
    guard let previous = state.database.fields(resource.type, id) else { throw .notFound(resource.type) }
    var fields = previous
    if resource.field("updated_at") != nil { fields["updated_at"] = .string(state.stamp) }
    var problems = merge(attributes, into: &fields, resource, in: state)
    for field in resource.fields where field.isRequired && fields[field.name]?.isNull ?? true {
      problems.append(blank(field.name, in: resource))
    }
    problems += Rules.complete(&fields, previous: previous, resource, in: &state, refused: !problems.isEmpty)
    try refuse(problems, resource)
    state.database.put(resource.type, id, .object(fields), at: state.seconds)
  }

  /// Applies the valid attributes, and returns the problems of the others.
  private static func merge(
    _ attributes: JSONFields, into fields: inout JSONFields, _ resource: Resource, in state: SellState
  ) -> [Refusal.Problem] {
    var problems: [Refusal.Problem] = []
    // The type beside a reference determines its target, in whatever order they come.
    var context = fields
    if let type = attributes["resource_type"] { context["resource_type"] = type }
    for (name, value) in attributes {
      let known = resource.field(name)
      if let field = known, field.isWritable {
        do throws(Attribute.Problem) {
          fields[name] = try Attribute.check(value, field, context, in: state.database)
        } catch {
          problems.append(problem(error, name, in: resource))
        }
      } else if known == nil && name != "id" || state.behavior.refusesReadOnlyAttributes {
        problems.append(
          .init(
            code: "unknown", message: "unknown attribute",
            details: "The attribute '/\(name)' is not a known attribute for the '\(resource.type)' resource.",
            resource: resource.type, field: "/" + name))
      }
    }
    return problems
  }

  private static func refuse(_ problems: [Refusal.Problem], _ resource: Resource) throws(Refusal) {
    guard !problems.isEmpty else { return }
    var refusal = Refusal(422, problems)
    refusal.isOfProductsService = resource.isOfProductsService
    throw refusal
  }

  static func missing(_ name: String, in resource: Resource) -> Refusal.Problem {
    .init(
      code: "missing", message: "attribute is missing",
      details: "The attribute '/\(name)' is required for the '\(resource.type)' resource.", resource: resource.type,
      field: "/" + name)
  }

  static func blank(_ name: String, in resource: Resource) -> Refusal.Problem {
    .init(
      code: "blank", message: "attribute is blank", details: "The attribute '/\(name)' must not be blank.",
      resource: resource.type, field: "/" + name)
  }

  private static func problem(
    _ problem: Attribute.Problem, _ name: String, in resource: Resource
  ) -> Refusal.Problem {
    switch problem {
    case .wrongType:
      .init(
        code: "invalid_type", message: "attribute has an invalid type",
        details: "The attribute '/\(name)' has a value of an invalid type.", resource: resource.type,
        field: "/" + name)
    case .incorrect(let reason):
      .init(
        code: "incorrect_value", message: "attribute value is incorrect",
        details: reason.hasPrefix("Ensure") ? reason : "The attribute '/\(name)' value \(reason)",
        resource: resource.type, field: "/" + name)
    }
  }
}
