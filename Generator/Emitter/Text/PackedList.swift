/// A list between an opening and a closing, on one line if it fits, or else packed to the width of the page.
struct PackedList: Sendable, Equatable {
  /// How a list that is too long is broken.
  enum Style: Sendable, Equatable {
    /// The parameters of a declaration: the closing is on a line of its own.
    case parameters
    /// The arguments of a call: the closing follows the last of them.
    case arguments
    /// The elements of a literal: a comma after the last, unless it is the only one and a list itself; the closing on a
    /// line of its own.
    case elements
    /// The names of a `var` or `let`: they begin after the opening.
    case bindings
    /// The one statement of a body in braces.
    case body
  }

  /// An item, which can be a list itself.
  enum Item: Sendable, Equatable {
    case text(String)
    indirect case list(PackedList)

    var oneLine: String {
      switch self {
      case .text(let text): text
      case .list(let list): list.oneLine
      }
    }
  }

  var style: Style
  var opening: String
  var items: [Item]
  var closing: String

  init(_ style: Style, _ opening: String, _ items: [Item], _ closing: String = "") {
    self.style = style
    self.opening = opening
    self.items = items
    self.closing = closing
  }

  init(_ style: Style, _ opening: String, _ items: [String], _ closing: String = "") {
    self.init(style, opening, items.map(Item.text), closing)
  }

  /// Whether the only item is a list itself, in which the formatter breaks lines instead.
  var isOneList: Bool {
    if items.count == 1, case .list? = items.first { true } else { false }
  }

  /// The list without a line break.
  var oneLine: String {
    let inside = items.map(\.oneLine).joined(separator: ", ")
    return style == .body ? "\(opening) \(inside) \(closing)" : opening + inside + closing
  }
}
