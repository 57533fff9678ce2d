import TributaryLanguage

/// How the service writes queries, as the runtime is given it.
struct QueryShapeTemplate {
  var wire: QueryWire

  var code: Code {
    """
    /// How the service writes queries.
    nonisolated extension QueryShape {
      \(Code(PackedList(.arguments, "static let service = QueryShape(", arguments, ")")))
    }
    """
  }

  private var arguments: [PackedList.Item] {
    let templates: [(String, JSONTemplate?)] = [
      ("query", wire.query), ("comparison", wire.comparison), ("and", wire.and), ("or", wire.or), ("not", wire.not),
      ("group", wire.group), ("order", wire.order),
    ]
    var parts = templates.compactMap { label, template in template.map { $0.item("\(label): ") } }
    if !wire.directions.isEmpty {
      parts.append(.text("directions: [\(wire.directions.map(\.literal).joined(separator: ", "))]"))
    }
    if let projection = wire.projection { parts.append(projection.item("projection: ")) }
    if let remoteID = wire.remoteID { parts.append(remoteID.item("remoteID: ")) }
    if !wire.operators.isEmpty {
      let shapes = wire.operators.map { $0.template.item("\(Escaping.literal($0.name)): ") }
      parts.append(.list(PackedList(.elements, "operators: [", shapes, "]")))
    }
    let bounds = [
      ("groups", wire.most.groups), ("clauses", wire.most.clauses), ("comparisons", wire.most.comparisons),
      ("depth", wire.most.depth),
    ].compactMap { label, bound in bound.map { "\(label): \($0)" } }
    if !bounds.isEmpty { parts.append(.text("most: QueryShape.Bounds(\(bounds.joined(separator: ", ")))")) }
    return parts
  }
}

extension JSONTemplate {
  /// The template as a literal of JSON.
  ///
  /// - Parameter opening: What stands before it.
  func item(_ opening: String = "") -> PackedList.Item {
    switch self {
    case .null: .text(opening + ".null")
    case .constant(let value): .text(opening + value.literal)
    case .array(let elements): .list(PackedList(.elements, opening + "[", elements.map { $0.item() }, "]"))
    case .object(let members) where members.isEmpty: .text(opening + "[:]")
    case .object(let members):
      .list(
        PackedList(
          .elements, opening + "[", members.map { $0.value.item("\(Escaping.literal($0.name)): ") }, "]"))
    }
  }
}
