extension ParsedFolder {
  /// Gives everything without an access level that of its file, or that of `api.json`.
  ///
  /// An endpoint is a member of the client, and cannot be used by more than can use the client.
  mutating func fillAccess() {
    let client = api?.access ?? .public
    for index in files.indices { files[index].fillAccess(default: files[index].access ?? client, client: client) }
  }

  /// Gives every model the wire type of its own identifier.
  mutating func fillIdentifiers() {
    let common = api?.identifiers ?? .int
    for file in files.indices {
      for index in files[file].models.indices {
        files[file].models[index].identifiers = files[file].models[index].identifiers ?? common
      }
    }
  }
}

extension ParsedFile {
  fileprivate mutating func fillAccess(default access: AccessLevel, client: AccessLevel) {
    for index in enums.indices { enums[index].access = enums[index].access ?? access }
    for index in unions.indices { unions[index].access = unions[index].access ?? access }
    for index in models.indices { models[index].access = models[index].access ?? access }
    for index in resources.indices {
      let own = min(resources[index].call.access ?? access, client)
      resources[index].call.access = own
      for action in resources[index].actions.indices {
        let endpoint = resources[index].actions[action].endpoint
        resources[index].actions[action].endpoint.access = min(endpoint.access ?? own, client)
      }
    }
    for index in endpoints.indices { endpoints[index].access = min(endpoints[index].access ?? access, client) }
  }
}
