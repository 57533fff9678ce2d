#if os(Linux)
import Expect
import Foundation
import Testing
import TributaryEmulator
import TributaryJSON

@testable import TributaryHTTP

/// Encrypted connections to servers whose certificates a test's own authority vouches for, or does not.
///
/// `openssl` makes the certificates and Python serves them. Where one of them is missing the tests are skipped, but not
/// in CI.
@Suite(
  "TLS", .serialized, .timeLimit(.minutes(2)), .enabled(if: TLSServer.isAvailable, "openssl or python3 is missing"))
struct TLSTests {
  static let authority = Result { try CertificateAuthority() }
  /// A certificate of this machine.
  static let certificate = Result { try authority.get().certificate("good", names: "IP:127.0.0.1") }

  private func transport(trusting file: String?) -> CurlTransport {
    CurlTransport(environment: CurlEnvironment { $0 == "SSL_CERT_FILE" ? file : nil })
  }

  @Test func aHundredPostsAreOneHandshake() async throws {
    let authority = try Self.authority.get()
    let server = try TLSServer(Self.certificate.get())
    let transport = transport(trusting: authority.file)
    var last = ""
    for number in 0..<100 {
      var request = HTTPRequest(method: "POST", url: "https://127.0.0.1:\(server.port)/\(number)")
      if number % 2 == 0 { request.body = SharedBytes("content") }
      last = try await transport.send(request, limits: HTTPLimits(deadline: .seconds(60))).body.text
    }
    expect(last, equals: "handshakes 1, resumed 0")
  }

  /// Connections that were closed meanwhile begin where the session before them ended.
  @Test func sessionsAreResumed() async throws {
    let authority = try Self.authority.get()
    let server = try TLSServer(Self.certificate.get(), closes: true)
    let transport = transport(trusting: authority.file)
    var last = ""
    for _ in 0..<10 {
      let request = HTTPRequest(url: "https://127.0.0.1:\(server.port)/")
      last = try await transport.send(request, limits: HTTPLimits(deadline: .seconds(60))).body.text
    }
    expect(last, equals: "handshakes 10, resumed 9")
  }

  /// The certificate, and a word of the reason that the error has to give.
  @Test(arguments: [("other.example", "", "name"), ("", "-1", "expired"), ("unknown", "", "issuer")])
  func aCertificateThatIsNotAcceptedIsNamed(names: String, days: String, reason: String) async throws {
    let authority = try Self.authority.get()
    let certificate = try authority.certificate(
      reason, names: names.contains(".") ? "DNS:\(names)" : "IP:127.0.0.1", isExpired: days == "-1")
    let server = try TLSServer(certificate)
    let file = names == "unknown" ? try CertificateAuthority().file : authority.file
    let error = await #expect(throws: TransportError.self) {
      try await transport(trusting: file).send(
        HTTPRequest(url: "https://127.0.0.1:\(server.port)/"), limits: HTTPLimits(deadline: .seconds(60)))
    }
    guard case .untrusted(let why) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(why.contains(reason), "\(why)")
    #expect(error?.isTransient == false)
  }

  @Test func aFileOfCertificatesThatIsMissingIsNamed() async throws {
    let server = try TLSServer(Self.certificate.get())
    await #expect(
      throws: TransportError.untrusted("SSL_CERT_FILE names /nowhere/ca.pem, which cannot be read as certificates")
    ) {
      try await transport(trusting: "/nowhere/ca.pem").send(
        HTTPRequest(url: "https://127.0.0.1:\(server.port)/"), limits: HTTPLimits())
    }
  }

  @Test func aServerWithoutTLSIsNamed() async throws {
    let server = try RawServer("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    let error = await #expect(throws: TransportError.self) {
      try await transport(trusting: nil).send(
        HTTPRequest(url: "https://127.0.0.1:\(server.port)/"), limits: HTTPLimits(deadline: .seconds(60)))
    }
    guard case .handshakeFailed = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}

/// An authority of the test's own, in a folder of its own.
struct CertificateAuthority: Sendable {
  struct Certificate: Sendable {
    let file: String
    let key: String
  }

  struct Failure: Error {
    let output: String
  }

  private let folder: String
  /// The authority's own certificate, which vouches for the others.
  var file: String { folder + "/ca.pem" }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("tributary-ca-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try openssl(
      "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Test authority", "-keyout", "ca.key",
      "-out", "ca.pem")
  }

  func certificate(_ name: String, names: String, isExpired: Bool = false) throws -> Certificate {
    try Data("subjectAltName=\(names)\n".utf8).write(to: URL(fileURLWithPath: folder + "/\(name).ext"))
    try openssl(
      "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=\(name)", "-keyout", "\(name).key", "-out", "\(name).csr")
    try openssl(
      "x509", "-req", "-in", "\(name).csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days",
      isExpired ? "-1" : "2", "-extfile", "\(name).ext", "-out", "\(name).pem")
    return Certificate(file: folder + "/\(name).pem", key: folder + "/\(name).key")
  }

  private func openssl(_ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path("openssl") ?? "")
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let pipe = Pipe()
    process.standardError = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(output: String(decoding: output, as: UTF8.self)) }
  }
}

/// Programs that tests need beside the package's own.
enum Program {
  static func path(_ name: String) -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let folders = path.split(separator: ":").map(String.init) + ["/usr/sbin"]
    return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Whether all are there. In CI they have to be.
  static func areAvailable(_ names: String...) -> Bool {
    ProcessInfo.processInfo.environment["CI"] == "true" || names.allSatisfy { path($0) != nil }
  }
}

/// A program that serves until nobody holds it. Its first line of output names its port.
class ServerProcess {
  let port: Int
  private let process = Process()

  init(_ program: String, _ arguments: [String], port known: Int? = nil) throws {
    process.executableURL = URL(fileURLWithPath: Program.path(program) ?? "")
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    var said = Data()
    while !said.contains(UInt8(ascii: "\n")) {
      let more = pipe.fileHandleForReading.availableData
      guard !more.isEmpty else { throw CertificateAuthority.Failure(output: "\(program) did not start") }
      said.append(more)
    }
    // What it says later is read past, lest it wait for a reader. A thread does it: a handler of the file handle could
    // be called after the handle is gone, which ends the process.
    let output = pipe.fileHandleForReading
    Thread.detachNewThread { while !output.availableData.isEmpty {} }
    let words = String(decoding: said, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    port = known ?? words.first.flatMap { Int($0) } ?? 0
  }

  deinit { kill(process.processIdentifier, SIGKILL) }
}

/// Answers every request with how many handshakes there were.
final class TLSServer: ServerProcess {
  static let isAvailable = Program.areAvailable("openssl", "python3")

  private static let program = """
    import socket, ssl, sys, threading
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    closes = sys.argv[3] == "closes"
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    handshakes, resumed = 0, 0
    def serve(connection):
        global handshakes, resumed
        try:
            with context.wrap_socket(connection, server_side=True) as encrypted:
                handshakes += 1
                resumed += encrypted.session_reused
                stream = encrypted.makefile("rb")
                while stream.readline():
                    length = 0
                    while (line := stream.readline().strip().lower()):
                        if line.startswith(b"content-length:"): length = int(line[15:])
                    stream.read(length)
                    body = b"handshakes %d, resumed %d" % (handshakes, resumed)
                    end = b"Connection: close\\r\\n" if closes else b""
                    encrypted.sendall(b"HTTP/1.1 200 OK\\r\\n%sContent-Length: %d\\r\\n\\r\\n%s" % (end, len(body), body))
                    if closes: return
        except OSError:
            pass
    while True:
        threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
    """

  init(_ certificate: CertificateAuthority.Certificate, closes: Bool = false) throws {
    try super.init("python3", ["-c", Self.program, certificate.file, certificate.key, closes ? "closes" : "keeps"])
  }
}
#endif
