import Foundation
import Sharespine
import Tributary
import TributaryJSON

/// Writing a filter of 64 clauses, against the same tree as a Foundation model.
enum FilterFigures {
  private struct Clause: Encodable {
    var type: String
    var field: String?
    var value: Value?
    var subclauses: [Clause]?
  }

  private struct Value: Encodable {
    var type: String
    var value: String
  }

  static func all() throws -> [Figure] {
    let numbers = 1001..<1065
    let filter = Product.where { product in
      anyOf { for number in numbers { product.sku.equals("\(number)") } }
    }.filter
    let clauses = numbers.map { number in
      Clause(type: "eq", field: "sku", value: Value(type: "string", value: "\(number)"))
    }
    let (tree, encoder) = (Clause(type: "or", subclauses: clauses), JSONEncoder())
    let comparison = try Comparison {
      keep(JSONWriter.bytes(of: filter))
    } theirs: {
      keep(try encoder.encode(tree))
    }
    return [
      Figure(
        key: "encode/filter", title: "Encode a filter of 64 clauses", value: comparison.ratio, unit: "times",
        spread: comparison.spread,
        detail: String(format: "%.0f µs; Foundation %.0f µs", comparison.ours * 1e6, comparison.theirs * 1e6))
    ]
  }
}
