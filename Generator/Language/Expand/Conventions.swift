extension Expander {
  /// The placeholder for a resource's model in what is common to all resources.
  static let item = "Item"

  /// Checks what is common to all resources once, instead of for each.
  mutating func checkConventions() {
    guard let conventions = folder.api?.conventions else { return }
    if let list = conventions.list, !list.mentions(Self.item) {
      findings.error(
        "\"list\" must use Item, the placeholder for the resource's model", at: list.location,
        advice: "write something like \"Page<Item>\"")
    }
    let isUsed = folder.files.contains { file in
      !file.resources.isEmpty || file.endpoints.contains { if case .asEverywhere? = $0.paging { true } else { false } }
    }
    if !isUsed, folder.declaresAllTypes {
      findings.warning("no file has resources", at: conventions.location, advice: "this has no effect")
    }
  }
}
