import Tributary

/// Handwritten code on the main actor beside generated code that is on none.
final class Screen {
  var items: [Item] = []

  func show(_ client: Client) async throws(APIError) {
    guard let shelf = try await client.items.list(shelf: "1") else { return }
    items = shelf.rows.filter { $0.size != .small }
  }
}
