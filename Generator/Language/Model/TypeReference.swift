/// A type as a spec writes it, resolved.
public indirect enum TypeReference: Sendable, Hashable {
  /// A built-in type: `string`.
  case scalar(ScalarType)
  /// The typed identifier of a model, or of a parameter: `id`, `id<Other>`, `id<Item>`.
  case identifier(model: String)
  /// A declared model, with its arguments when it has parameters: `DocumentList<records<Document>>`.
  case model(String, arguments: [TypeReference])
  /// A declared enum.
  case enumeration(String)
  /// A parameter of the enclosing model: `Item`.
  case parameter(String)
  /// `T?`: may be absent or null.
  case optional(TypeReference)
  /// `[T]`.
  case list(TypeReference)
  /// `{T}`: a map with string keys.
  case map(TypeReference)
  /// `records<T>`: a list in which an element that does not decode does not affect the others.
  case records(TypeReference)
  /// A declared union, with its arguments when it has parameters. A union whose case a field decides can only be the
  /// type of a field, optional or not.
  case union(String, arguments: [TypeReference])
  /// `query<Product>`: a query for a model's records. Only as the body of an endpoint.
  case query(model: String)
  /// A field of a partial write: left as it is, cleared, or set to a value. Only in models derived with `patchOf`.
  case change(TypeReference)
}

/// The built-in types.
public enum ScalarType: String, Sendable, CaseIterable {
  case string, bool, int, double, decimal, timestamp, localTimestamp, date, uuid, url, bytes, json
}
