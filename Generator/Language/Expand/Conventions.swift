extension Expander {
  /// The name that stands for a resource's model in what holds for all of them.
  static let item = "Item"

  /// Checks what holds for every resource, once and not with each of them.
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
