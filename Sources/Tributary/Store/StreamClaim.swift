/// What a key means for the streams that a store already has.
package enum StreamClaim: Equatable {
  /// The stream at this index, which takes the account if it had none.
  case existing(Int, account: String)
  /// A stream that has yet to be created, with the account of the service's other streams.
  case new(StreamKey)

  /// Finds a key among the streams of a store.
  ///
  /// A database holds one base URL and one account of each service. An empty account matches any account.
  ///
  /// - Throws: ``StoreError/belongsToAnother(_:)`` with the first stream that conflicts with the key.
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
  /// Whether both name the same stream of a store. An empty account matches any account.
  package func names(_ other: StreamKey) -> Bool {
    service.hasBytes(of: other.service) && baseURL.hasBytes(of: other.baseURL) && scope.hasBytes(of: other.scope)
      && (account.isEmpty || other.account.isEmpty || account.hasBytes(of: other.account))
  }
}

extension String {
  fileprivate func hasBytes(of other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}

extension StreamKey {
  /// A readable name of the stream, for messages.
  package var label: String {
    let whose = account.isEmpty ? "" : " of \(account)"
    let part = scope.isEmpty ? "" : ", \(scope)"
    return "\(service)\(whose) at \(baseURL)\(part)"
  }
}
