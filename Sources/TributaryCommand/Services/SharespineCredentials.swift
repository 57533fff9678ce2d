import Sharespine
import Tributary

/// The credentials of Sharespine, from the environment and never from arguments, which every process can see.
struct SharespineCredentials {
  let tenant: String
  private let username: String
  private let password: Secret
  private let connectionID: String

  init(_ environment: [String: String]) throws(UsageError) {
    func value(_ name: String) throws(UsageError) -> String {
      if let value = environment[name], !value.isEmpty { return value }
      throw UsageError(
        "No credentials: set SHARESPINE_USERNAME, SHARESPINE_PASSWORD, SHARESPINE_TENANT and SHARESPINE_CONNECTION_ID "
          + "in the environment; \(name) is missing.")
    }
    username = try value("SHARESPINE_USERNAME")
    password = Secret(try value("SHARESPINE_PASSWORD"))
    tenant = try value("SHARESPINE_TENANT")
    connectionID = try value("SHARESPINE_CONNECTION_ID")
  }

  /// A client; every project has a host of its own.
  func client(_ connection: Connection) throws(UsageError) -> Sharespine.Client {
    guard let baseURL = connection.baseURL else {
      throw UsageError("sharespine needs --base-url https://api.HOSTNAME, the host that comes with the credentials.")
    }
    return Sharespine.Client(
      authentication: .sharespine(
        username: username, password: password, tenant: tenant, connectionID: connectionID),
      environment: .init(baseURL), policy: connection.policy)
  }
}
