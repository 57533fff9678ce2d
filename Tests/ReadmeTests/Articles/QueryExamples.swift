// The Swift of the article *Queries*, in its words and order.

import Sharespine
import Tributary
import TributaryJSON
import TributarySQLite

enum QueryExamples {
  static func client(user: String, password: Secret, connection: String) -> Sharespine.Client {
    let platform = Sharespine.Client(
      authentication: .sharespine(username: user, password: password, tenant: "acme", connectionID: connection),
      environment: Client.Environment("https://api.example.com"))
    return platform
  }

  static func search(
    _ platform: Sharespine.Client, _ store: SQLiteStore, since: Timestamp, sku: String?
  ) async throws -> (Records<Product>, Records<Product>) {
    let touched = Product.where { product in
      anyOf {
        product.lastModified.isAfter(since)
        if let sku { product.sku.equals(sku) }
      }
    }
    .order { $0.lastModified.ascending }
    .limit(100)
    let page = try await platform.products.query(touched)
    let offline = try store.records(matching: touched)  // the same, evaluated on the local copy
    for try await product in platform.products.all(touched) { print(product.sku ?? "") }
    return (page, offline)
  }

  static func nothing() -> Query<Product> {
    let wanted: [String] = []
    let none = Product.where { product in
      anyOf { for sku in wanted { product.sku.equals(sku) } }
    }
    print(none.matchesNothing)  // true
    return none
  }

  static func unchecked() -> Query<Product> {
    let acme = Product.where { product in
      product.field("brand").is("eq", .text("Acme", type: "str"))
    }
    return acme
  }
}
