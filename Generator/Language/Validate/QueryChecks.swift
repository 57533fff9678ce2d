/// Checks queries: the keys of the query object must differ, and an endpoint that takes a query must return a list of
/// its records.
enum QueryChecks {
  static func run(_ folder: ResolvedFolder, _ findings: inout Findings) {
    checkKeys(folder.api.parsed?.queries, &findings)
    for endpoint in folder.endpoints {
      guard let body = endpoint.body, case .query(let model) = body.value else { continue }
      checkResponses(of: endpoint, model, &findings)
    }
  }

  /// The keys of a query object other than the paging keys.
  private static let keys = ["filter", "order", "deleted"]

  private static func checkKeys(_ conventions: ParsedQueryConventions?, _ findings: inout Findings) {
    guard let conventions else { return }
    let limit = conventions.limit?.value ?? "numRecords"
    for (key, other) in [(conventions.limit, "offset"), (conventions.offset, limit)] {
      guard let key else { continue }
      if key.value.isEmpty || key.value == other || keys.contains(key.value) {
        findings.error(
          "\(key.value.quoted) cannot be a paging key; a query also has \(listed(keys + [other])) besides",
          at: key.location)
      }
    }
  }

  private static func checkResponses(of endpoint: ResolvedEndpoint, _ model: String, _ findings: inout Findings) {
    let responses = endpoint.responses.compactMap(\.type)
    let wanted = TypeReference.model(model, arguments: [])
    for response in responses where response.value != .list(wanted) && response.value != .records(wanted) {
      findings.error(
        "a query for \(model.quoted) returns a list of them, but this is \(response.value.kind)",
        at: response.location, advice: "write \"records<\(model)>\", with \"result\" if the list is under a key")
    }
    let isWhole = responses.count == endpoint.responses.count && Set(responses.map(\.value)).count == 1
    guard endpoint.responses.count > 0, responses.count < endpoint.responses.count || !isWhole else { return }
    findings.error(
      "every success of a query has the same list", at: endpoint.parsed.key.location,
      advice: "remove the others: any status from 200 to 299 is read like the first")
  }
}
