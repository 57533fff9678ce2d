import TributaryJSON

extension FilterNode {
  /// An equivalent node in which no group contains one of its own kind, has a single part, repeats a part, or contains
  /// a part that always or never matches.
  var simplified: FilterNode {
    switch self {
    case .all(let parts): Self.joined(parts, absorbing: .nothing, unwrap: \.allParts, group: FilterNode.all)
    case .any(let parts): Self.joined(parts, absorbing: .everything, unwrap: \.anyParts, group: FilterNode.any)
    case .none(let parts): FilterNode.any(parts).simplified.negated
    case .comparison, .remoteID, .verbatim: self
    }
  }

  /// The group of some parts, simplified.
  ///
  /// - Parameters:
  ///   - decisive: The part that decides the whole group: *nothing* under *and*, *everything* under *or*.
  ///   - unwrap: The parts of a group of the same kind. The neutral part is such a group without parts, so it goes too.
  private static func joined(
    _ parts: [FilterNode], absorbing decisive: FilterNode, unwrap: (FilterNode) -> [FilterNode]?,
    group: ([FilterNode]) -> FilterNode
  ) -> FilterNode {
    var seen: Set<FilterNode> = []
    var kept: [FilterNode] = []
    for part in parts {
      let part = part.simplified
      if part == decisive { return decisive }
      for inner in unwrap(part) ?? [part] where seen.insert(inner).inserted { kept.append(inner) }
    }
    guard kept.count == 1, let only = kept.first else { return group(kept) }
    return only
  }

  /// The node that holds where this one, which is simplified, does not.
  private var negated: FilterNode {
    switch self {
    case .everything: .nothing
    case .nothing: .everything
    case .any(let parts): .none(parts)
    case .none(let parts): parts.count == 1 ? parts[0] : .any(parts)
    case .all, .comparison, .remoteID, .verbatim: .none([self])
    }
  }

  private var allParts: [FilterNode]? { if case .all(let parts) = self { parts } else { nil } }

  private var anyParts: [FilterNode]? { if case .any(let parts) = self { parts } else { nil } }

  /// The simplified node as JSON with sorted parts, in ASCII, so that every way to compare texts gives the same result.
  var canonicalText: String {
    var text = ""
    for scalar in JSONWriter.text(of: simplified.sorted).unicodeScalars {
      guard !scalar.isASCII else {
        text.unicodeScalars.append(scalar)
        continue
      }
      for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
        let digits = String(unit, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      }
    }
    return text
  }

  /// The same node with the parts of every group in the order of their wire forms' bytes.
  var sorted: FilterNode {
    switch self {
    case .all(let parts): .all(Self.sorted(parts))
    case .any(let parts): .any(Self.sorted(parts))
    case .none(let parts): .none(Self.sorted(parts))
    case .comparison, .remoteID, .verbatim: self
    }
  }

  private static func sorted(_ parts: [FilterNode]) -> [FilterNode] {
    parts.map(\.sorted).map { (node: $0, text: ExactText(JSONWriter.text(of: $0))) }
      .sorted { $0.text < $1.text }.map(\.node)
  }
}
