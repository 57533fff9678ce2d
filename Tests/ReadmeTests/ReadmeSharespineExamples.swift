// The Swift of the README about the Sharespine platform, in its words and order.

import Sharespine
import Tributary
import TributarySQLite

enum ReadmeSharespineExamples {
  static func search(
    _ store: SQLiteStore, user: String, password: Secret, connection: String, since: Timestamp, sku: String?
  ) async throws -> (Records<Product>, Records<Product>) {
    let platform = Sharespine.Client(
      authentication: .sharespine(username: user, password: password, tenant: "acme", connectionID: connection),
      environment: Client.Environment("https://api.example.com"))
    let touched = Product.where { product in
      anyOf {
        product.lastModified.isAfter(since)
        if let sku { product.sku.equals(sku) }
      }
    }
    .order { $0.lastModified.ascending }
    .limit(100)
    let page = try await platform.products.query(touched)
    let offline = try store.records(matching: touched)  // the same, asked of the local mirror
    return (page, offline)
  }
}
