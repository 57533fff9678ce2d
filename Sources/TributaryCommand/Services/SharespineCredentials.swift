import Sharespine
import Tributary

/// The credentials of Sharespine, from the environment and never from arguments, which every process can see.
struct SharespineCredentials {
  let tenant: String
  private let username: String
  private let password: Secret
  private let connectionID: String

  init(_ environment: [String: String]) throws(UsageError) {
    let values = try CredentialVariables(environment).values([
      "SHARESPINE_USERNAME", "SHARESPINE_PASSWORD", "SHARESPINE_TENANT", "SHARESPINE_CONNECTION_ID",
    ])
    (username, password, tenant, connectionID) = (values[0], Secret(values[1]), values[2], values[3])
  }

  static let missingBaseURL =
    "sharespine needs --base-url https://api.HOSTNAME, the host that comes with the credentials."

  /// A client; every project has a host of its own.
  func client(_ connection: ConnectionOptions) throws(UsageError) -> Sharespine.Client {
    guard let baseURL = connection.baseURL else {
      throw UsageError(Self.missingBaseURL)
    }
    return client(baseURL: baseURL, transport: .system, policy: connection.policy)
  }

  /// A client for a host.
  func client(baseURL: String, transport: any HTTPTransport, policy: ClientPolicy) -> Sharespine.Client {
    Sharespine.Client(
      authentication: .sharespine(
        username: username, password: password, tenant: tenant, connectionID: connectionID),
      environment: .init(baseURL), transport: transport, policy: policy)
  }
}
