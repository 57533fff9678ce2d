/// Queries: the keys of the query object differ, and whoever takes a query answers with a list of what it asks for.
enum QueryChecks {
  static func run(_ folder: ResolvedFolder, _ findings: inout Findings) {
    checkKeys(folder.api.parsed?.queries, &findings)
    for endpoint in folder.endpoints {
      guard let body = endpoint.body, case .query(let model) = body.value else { continue }
      checkResponses(of: endpoint, model, &findings)
    }
  }

  /// The keys that a query object has besides those that cut a page.
  private static let keys = ["filter", "order", "deleted"]

  private static func checkKeys(_ conventions: ParsedQueryConventions?, _ findings: inout Findings) {
    guard let conventions else { return }
    let limit = conventions.limit?.value ?? "numRecords"
    for (key, other) in [(conventions.limit, "offset"), (conventions.offset, limit)] {
      guard let key else { continue }
      if key.value.isEmpty || key.value == other || keys.contains(key.value) {
        findings.error(
          "\(key.value.quoted) cannot be a key that cuts a page; a query has \(listed(keys + [other])) besides",
          at: key.location)
      }
    }
  }

  private static func checkResponses(of endpoint: ResolvedEndpoint, _ model: String, _ findings: inout Findings) {
    let responses = endpoint.responses.compactMap(\.type)
    let wanted = TypeReference.model(model, arguments: [])
    for response in responses where response.value != .list(wanted) && response.value != .records(wanted) {
      findings.error(
        "a query for \(model.quoted) is answered with a list of them, and this is \(response.value.kind)",
        at: response.location, advice: "write \"records<\(model)>\", with \"result\" where the list stands under a key")
    }
    let isWhole = responses.count == endpoint.responses.count && Set(responses.map(\.value)).count == 1
    guard endpoint.responses.count > 0, responses.count < endpoint.responses.count || !isWhole else { return }
    findings.error(
      "every success of a query has the same list", at: endpoint.parsed.key.location,
      advice: "leave the others out: any status from 200 to 299 is read like the first")
  }
}
