/// Checks that an endpoint that takes a query returns its records: as a list, or where `pages` says that they are.
enum QueryChecks {
  static func run(_ folder: ResolvedFolder, _ findings: inout Findings) {
    for endpoint in folder.endpoints {
      guard let body = endpoint.body, case .query(let model) = body.value else { continue }
      if let pages = endpoint.pages {
        checkItems(of: pages, endpoint, model, &findings)
      } else if endpoint.parsed.pages == nil {
        checkResponses(of: endpoint, model, &findings)
      }
    }
  }

  private static func checkItems(
    of pages: PageDeclaration, _ endpoint: ResolvedEndpoint, _ model: String, _ findings: inout Findings
  ) {
    let item =
      switch pages.items.type.wrapped {
      case .list(let element), .records(let element): pages.item?.type.wrapped ?? element.wrapped
      default: pages.items.type
      }
    let wanted = TypeReference.model(model, arguments: [])
    guard item != wanted, let response = endpoint.responses.lazy.compactMap(\.type).first else { return }
    findings.error(
      "a query for \(model.quoted) returns a list of them, but the items of its pages are \(item.kind)",
      at: response.location)
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
