/// An attribute that Search knows, as the service's schema describes it.
///
/// One is written `name`, or `name:type` for another type than `keyword`; `name:[type]` is a list, and
/// `name:type{...}` an object with attributes of its own. In an object, `!` marks the attribute that filters it and `^`
/// the one that sorts by it: `stage{id:long! is_active:boolean position^}`.
struct SearchAttribute: Sendable {
  /// How values of a type compare.
  enum Kind: Sendable, Equatable {
    case text, number, flag, date, moment
    /// Not at all: a place, or something that only has attributes.
    case incomparable
  }

  var name: String
  /// The schema's word.
  var type: String
  var isList = false
  var attributes: [SearchAttribute] = []
  /// The name of its own attribute that a filter on the object means.
  var filterName: String?
  /// The name of its own attribute that an order by the object means.
  var sortName: String?

  init(_ name: String, _ type: String, isList: Bool = false) {
    self.name = name
    self.type = type
    self.isList = isList
  }

  var kind: Kind {
    switch type {
    case "keyword", "string": .text
    case "long", "short", "integer", "double", "id", "version": .number
    case "boolean": .flag
    case "date": .date
    case "date_time": .moment
    default: .incomparable
    }
  }
}

extension SearchAttribute {
  /// Reads a list of attributes.
  static func list(_ text: String) -> [SearchAttribute] {
    var rest = text[...]
    return list(&rest).map(\.attribute)
  }

  private struct Marked {
    var attribute: SearchAttribute
    var marks: Substring
  }

  /// Reads up to the end or to the brace that closes the list.
  private static func list(_ rest: inout Substring) -> [Marked] {
    var all: [Marked] = []
    while let first = rest.first {
      if first.isWhitespace {
        rest.removeFirst()
      } else if first == "}" {
        rest.removeFirst()
        break
      } else {
        all.append(one(&rest))
      }
    }
    return all
  }

  private static func one(_ rest: inout Substring) -> Marked {
    let word = rest.prefix { !$0.isWhitespace && !"{}!^".contains($0) }
    rest.removeFirst(word.count)
    let halves = word.split(separator: ":", maxSplits: 1)
    let isObject = rest.first == "{"
    let type = halves.count == 2 ? halves[1] : isObject ? "object" : "keyword"
    var attribute = SearchAttribute(
      String(halves.first ?? ""), type.trimmingBrackets, isList: type.hasPrefix("["))
    if isObject {
      rest.removeFirst()
      let parts = list(&rest)
      attribute.attributes = parts.map(\.attribute)
      attribute.filterName = parts.first { $0.marks.contains("!") }?.attribute.name
      attribute.sortName = parts.first { $0.marks.contains("^") }?.attribute.name
    }
    let marks = rest.prefix { "!^".contains($0) }
    rest.removeFirst(marks.count)
    return Marked(attribute: attribute, marks: marks)
  }
}

extension Substring {
  fileprivate var trimmingBrackets: String { filter { $0 != "[" && $0 != "]" } }
}
