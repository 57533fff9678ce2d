import Testing

@testable import TributaryEmitter
@testable import TributaryLanguage

@Suite("Shape of the client")
struct ClientShapeTests {
  private func client(_ authentication: AuthenticationScheme, environments: [API.Environment] = []) throws -> String {
    let api = API(module: "M", service: "m", environments: environments, authentication: authentication)
    let endpoint = EndpointDeclaration(
      group: "things", name: "get", method: .get, path: [.literal("/")],
      responses: [ResponseDeclaration(status: 204, type: nil)])
    let files = Emitter.files(for: Specification(api: api, files: [SpecFile(name: "things", endpoints: [endpoint])]))
    return try #require(files.first { $0.name == "client.generated.swift" }).text
  }

  @Test("Each way of authorization has the initializer that it needs")
  func authentication() throws {
    #expect(try client(.none).contains("authentication: Authentication = .none, "))
    #expect(try client(.bearer).contains("token: Secret, "))
    #expect(try client(.basic).contains("username: String, password: Secret, "))
    #expect(try client(.basic).contains(".basic(username: username, password: password)"))
    let headers = try client(.headers)
    #expect(headers.contains("authentication: Authentication, ") && !headers.contains("Secret"))
  }

  @Test("Without environments, a caller names one")
  func noEnvironment() throws {
    #expect(try client(.none).contains("environment: Environment,"))
    let main = API.Environment(name: "default", baseURL: "https://a.example")
    let text = try client(.none, environments: [main])
    #expect(text.contains("environment: Environment = .default,"))
    #expect(text.contains("public static let `default` = Self(\"https://a.example\")"))
  }

  @Test("A module of models only has no client and imports nothing for it")
  func modelsOnly() {
    let model = ModelDeclaration(name: "Thing", fields: [])
    let files = Emitter.files(
      for: Specification(api: API(module: "M", service: "m"), files: [SpecFile(name: "things", models: [model])]))
    #expect(files.map(\.name) == ["client.generated.swift", "things.generated.swift"])
    #expect(!files[0].text.contains("import"))
    #expect(!files[1].text.contains("Client"))
  }

  @Test("A required field is read where it stays, unless too many come before it or there is no empty value")
  func placesOfRequiredFields() {
    let fields = (0...64).map { FieldDeclaration(wireName: "f\($0)", name: "f\($0)", type: .scalar(.int)) }
    let link = FieldDeclaration(wireName: "link", name: "link", type: .scalar(.url))
    let model = ModelDeclaration(name: "Thing", fields: [link] + fields)
    let files = Emitter.files(
      for: Specification(api: API(module: "M", service: "m"), files: [SpecFile(name: "things", models: [model])]))
    let text = files[1].text
    #expect(text.contains("var link: URL?, f63: Int?, f64: Int?\n"))
    #expect(text.contains("case 63: try reader.read(&f62)\n      case 64: f63 = try Int(from: &reader)\n"))
    #expect(text.contains("    self.link = try object.require(link, 0)\n    self.f63 = try object.require(f63, 64)\n"))
    #expect(text.contains("61, 62, 63)\n"))
    #expect(text.contains("    // f0, f1, f2, "))
    let small = ModelDeclaration(name: "Small", fields: Array(fields[..<2]))
    let file = SpecFile(name: "things", models: [small])
    let short = Emitter.files(for: Specification(api: API(module: "M", service: "m"), files: [file]))[1].text
    #expect(short.contains("    f0 = 0\n    f1 = 0\n"))
    #expect(short.contains("    try object.require(0, 1)  // f0, f1\n"))
    #expect(short.contains("    self.f0 = f0\n    self.f1 = f1\n"))
  }

  @Test("The enum of a response gives way to a type of the spec")
  func responseName() {
    let responses = [
      ResponseDeclaration(status: 200, type: .scalar(.string)), ResponseDeclaration(status: 299, type: .scalar(.int)),
    ]
    let endpoint = EndpointDeclaration(
      group: "things", name: "get", method: .get, path: [.literal("/")], responses: responses)
    let file = SpecFile(
      name: "things", models: [ModelDeclaration(name: "GetResponse", fields: [])], endpoints: [endpoint])
    let text = Emitter.files(for: Specification(api: API(module: "M", service: "m"), files: [file]))[1].text
    #expect(text.contains("enum GetResponseValue: Sendable, Hashable {"))
    #expect(text.contains("case status299(Int)"))
  }
}
