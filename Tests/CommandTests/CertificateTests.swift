import Foundation
import Testing

/// A TLS server with a certificate that nobody vouches for, made by `openssl` and served by Python.
private enum TLSServer {
  static let isAvailable = path("openssl") != nil && path("python3") != nil

  /// Tells of each handshake that succeeded, and answers it with a list.
  static let program = """
    import socket, ssl, sys
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    listener = socket.create_server(("127.0.0.1", 0))
    print("port", listener.getsockname()[1], flush=True)
    while True:
        connection, _ = listener.accept()
        try:
            with context.wrap_socket(connection, server_side=True) as encrypted:
                print("heard", encrypted.recv(65536).split()[:2], flush=True)
                body = b'{"created_at": "2024-01-09T15:56:58.059944", "objects": []}'
                head = b"HTTP/1.1 200 OK\\r\\nConnection: close\\r\\nContent-Length: %d\\r\\n\\r\\n" % len(body)
                encrypted.sendall(head + body)
        except OSError:
            print("refused", flush=True)
    """

  static func path(_ name: String) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Makes a certificate for a name, and runs a body with the address of a server that shows it.
  ///
  /// - Returns: What the server said.
  static func with(
    _ name: String, in folder: URL, _ body: (_ port: String) async throws -> Void
  ) async throws -> [String] {
    let (certificate, key) = (folder.appending(path: "certificate.pem"), folder.appending(path: "key.pem"))
    let openssl = Process()
    openssl.executableURL = URL(filePath: path("openssl") ?? "")
    openssl.arguments = [
      "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=\(name)", "-addext",
      "subjectAltName=\(name.first?.isNumber == true ? "IP" : "DNS"):\(name)", "-keyout", key.path, "-out",
      certificate.path,
    ]
    openssl.standardError = FileHandle.nullDevice
    try openssl.run()
    openssl.waitUntilExit()

    let server = Process()
    server.executableURL = URL(filePath: path("python3") ?? "")
    server.arguments = ["-c", program, certificate.path, key.path]
    let pipe = Pipe()
    server.standardOutput = pipe
    try server.run()
    var said = Data()
    while !said.contains(UInt8(ascii: "\n")) {
      let more = pipe.fileHandleForReading.availableData
      try #require(!more.isEmpty, "the server did not start")
      said.append(more)
    }
    let port = String(decoding: said, as: UTF8.self).split(whereSeparator: \.isWhitespace).last.map(String.init)
    let result = await Result { try await body(port ?? "") }
    // A child may be born with the gentler signals blocked.
    kill(server.processIdentifier, SIGKILL)
    server.waitUntilExit()
    try result.get()
    said = try pipe.fileHandleForReading.readToEnd() ?? Data()
    return String(decoding: said, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}

extension Result where Failure == any Error {
  fileprivate init(_ body: () async throws -> Success) async {
    do { self = .success(try await body()) } catch { self = .failure(error) }
  }
}

@Suite(
  "Certificates", .timeLimit(.minutes(2)),
  .enabled(if: TLSServer.isAvailable, "openssl and python3 make the certificate and serve it; one of them is missing"))
struct CertificateTests {
  private func sync(_ host: String, _ port: String, _ more: [String: String] = [:]) async throws -> CommandRun {
    let folder = try TemporaryFolder()
    return try await CommandRun.run(
      ["sync", "my-azur", "--folder", "5", "--base-url", "https://\(host):\(port)", "--database", folder.database],
      environment: ["MYAZUR_TOKEN": "SECRET-MARK"].merging(more) { $1 })
  }

  @Test("One that nobody vouches for, or that is another's, ends the sync before anything is sent")
  func refused() async throws {
    let folder = try TemporaryFolder()
    for name in ["127.0.0.1", "localhost", "example.com"] {
      let said = try await TLSServer.with(name, in: folder.url) { port in
        for override in [[:], ["URLSessionCertificateAuthorityInfoFile": "INSECURE_SSL_NO_VERIFY"]] {
          let run = try await sync("127.0.0.1", port, override)
          #expect(run.status == 1, "\(run.output)")
          #expect(run.errors.split(separator: "\n").count == 1 && run.errors.contains("certificate"), "\(run.errors)")
          #expect(!run.errors.contains("SECRET-MARK"))
        }
      }
      #expect(said.allSatisfy { $0 == "refused" }, "\(said)")
    }
  }
}
