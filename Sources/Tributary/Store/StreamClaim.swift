/// What a key means to the streams that a store already holds.
package enum StreamClaim: Equatable {
  /// The stream at this place of the list, which takes the account where it had none.
  case existing(Int, account: String)
  /// A stream that has yet to be created, with the account that the others of its service have.
  case new(StreamKey)

  /// Finds a key among the streams of a store.
  ///
  /// One database holds one base URL and one account of a service. An empty account stands for any.
  ///
  /// - Throws: ``StoreError/belongsToAnother(_:)`` with the first stream that stands against the key.
  package init(_ key: StreamKey, among streams: [StreamKey]) throws(StoreError) {
    let service = streams.indices.filter { streams[$0].service.hasBytes(of: key.service) }
    var account = key.account
    for index in service {
      let held = streams[index]
      guard held.baseURL.hasBytes(of: key.baseURL) else { throw .belongsToAnother(held) }
      if account.isEmpty { account = held.account }
      guard held.account.isEmpty || held.account.hasBytes(of: account) else { throw .belongsToAnother(held) }
    }
    if let index = service.first(where: { streams[$0].scope.hasBytes(of: key.scope) }) {
      self = .existing(index, account: account)
    } else {
      self = .new(
        StreamKey(service: key.service, baseURL: key.baseURL, account: account, scope: key.scope))
    }
  }
}

extension StreamKey {
  /// Whether both mean the same stream of one store, in which an empty account stands for any.
  package func names(_ other: StreamKey) -> Bool {
    service.hasBytes(of: other.service) && baseURL.hasBytes(of: other.baseURL) && scope.hasBytes(of: other.scope)
      && (account.isEmpty || other.account.isEmpty || account.hasBytes(of: other.account))
  }
}

extension String {
  fileprivate func hasBytes(of other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}

extension StreamKey {
  /// The stream in words, for messages.
  package var label: String {
    let whose = account.isEmpty ? "" : " of \(account)"
    let part = scope.isEmpty ? "" : ", \(scope)"
    return "\(service)\(whose) at \(baseURL)\(part)"
  }
}
