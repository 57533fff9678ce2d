/// A type as a spec writes it, not resolved: every name in it may mean nothing.
struct TypeExpression: Sendable {
  /// What is written.
  indirect enum Form: Sendable {
    /// A name with arguments: `string`, `id<Document>`, `Page<Lead>`.
    case named(String, arguments: [TypeExpression])
    case optional(TypeExpression)
    case list(TypeExpression)
    case map(TypeExpression)
  }

  var form: Form
  /// Where it begins.
  var location: Location
}
