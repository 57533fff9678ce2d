extension Expander {
  /// The name that stands for a resource's model in what holds for all of them.
  static let item = "Item"

  /// Checks what holds for every resource, once and not with each of them.
  mutating func checkConventions() {
    guard let conventions = folder.api?.conventions else { return }
    if let list = conventions.list {
      if !list.mentions(Self.item) {
        findings.error(
          "\"list\" must use Item, the placeholder for the resource's model", at: list.location,
          advice: "write something like \"Page<Item>\"")
      }
    }
    if let pages = conventions.pages { check(pages, in: conventions) }
    let isUsed = folder.files.contains { !$0.resources.isEmpty }
    if !isUsed, folder.declaresAllTypes {
      findings.warning("no file has resources", at: conventions.location, advice: "this has no effect")
    }
  }

  private mutating func check(_ pages: ParsedPages, in conventions: ParsedConventions) {
    if conventions.list == nil, conventions.isComplete {
      findings.error(
        "\"pages\" needs \"list\", the model of a page", at: pages.location,
        advice: "add something like \"list\": \"Page<Item>\"")
    }
    let names = conventions.query.map(\.wireName.value)
    if let number = pages.number, !names.contains(number.value) {
      findings.error(
        "\(number.value.quoted) is not a parameter under \"query\"", at: number.location,
        misspelling: Misspelling(word: number.value, candidates: names),
        advice: "add \(number.value.quoted): \"int?\" there")
    }
  }
}
