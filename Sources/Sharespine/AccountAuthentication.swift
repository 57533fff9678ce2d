public import Tributary

extension Authentication {
  /// The calls of a tenant: HTTP Basic with a user of the tenant, and the headers that select the tenant and one of its
  /// connections.
  ///
  /// ```swift
  /// let client = Sharespine.Client(
  ///   authentication: .sharespine(username: name, password: password, tenant: "acme", connectionID: connection),
  ///   environment: Client.Environment("https://api.HOSTNAME"))
  /// ```
  ///
  /// Nothing expires and nothing is fetched. Whether the platform requires the connection for reading is not
  /// documented, so it is always sent.
  ///
  /// - Parameters:
  ///   - username: A user of the tenant, preferably one that only this program uses.
  ///   - password: The user's password.
  ///   - tenant: The tenant's code name, sent as `X-Tenant`.
  ///   - connectionID: The identifier of the API connection, sent as `X-ConnectionId`.
  public static func sharespine(
    username: String, password: Secret, tenant: String, connectionID: String
  ) -> Authentication {
    .basic(username: username, password: password)
      .account([("X-Tenant", tenant), ("X-ConnectionId", connectionID)])
  }

  /// The calls of a reseller, such as creating a tenant: HTTP Basic, and the header that selects the reseller.
  ///
  /// - Parameters:
  ///   - username: A user of the reseller.
  ///   - password: The user's password.
  ///   - reseller: The reseller's code, sent as `X-Reseller`.
  public static func sharespine(username: String, password: Secret, reseller: String) -> Authentication {
    .basic(username: username, password: password).account([("X-Reseller", reseller)])
  }
}
