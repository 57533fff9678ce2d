#if os(Linux)
import CCurl

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Translates libcurl's results into errors.
enum CurlFailure {
  /// Further details of the failure.
  struct Details {
    /// What libcurl says about the failure.
    var text = ""
    /// The system's last error, or 0.
    var systemError: Int32 = 0
    /// The proxy's status for CONNECT, or 0.
    var proxyStatus = 0
    /// The proxy's host, if the request went through one.
    var proxy: String?
    var phase = ExchangePhase.connecting
    var limits = HTTPLimits()
    var request = HTTPRequest(url: "")
    var environment = CurlEnvironment { _ in nil }
  }

  static func error(_ result: UInt32, _ details: Details) -> TransportError {
    let text = details.text.isEmpty ? String(cString: curl_easy_strerror(CURLcode(result))) : details.text
    switch CURLcode(result) {
    case CURLE_URL_MALFORMAT: return .invalidRequest("the URL is malformed")
    case CURLE_COULDNT_RESOLVE_HOST: return .nameNotFound(host(of: details.request))
    case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: return .proxy(host: details.proxy ?? "", status: nil)
    case CURLE_COULDNT_CONNECT:
      if let proxy = details.proxy, text.contains(proxy.prefix { $0 != ":" }) {
        return .proxy(host: proxy, status: nil)
      }
      return .unreachable(details.systemError == 0 ? text : String(cString: strerror(details.systemError)))
    case CURLE_OPERATION_TIMEDOUT: return .connectTimedOut(after: details.limits.connectTimeout)
    case CURLE_UNSUPPORTED_PROTOCOL: return .invalidResponse("it does not begin with a status line")
    case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_FUNCTION_ARGUMENT: return .invalidResponse(text)
    case CURLE_GOT_NOTHING: return .connectionLost(while: .waiting)
    case CURLE_SEND_ERROR, CURLE_SEND_FAIL_REWIND, CURLE_ABORTED_BY_CALLBACK: return .connectionLost(while: .sending)
    case CURLE_RECV_ERROR: return receiving(details)
    case CURLE_PARTIAL_FILE: return .connectionLost(while: .readingContent)
    // A connection that carries several streams ended, or one of the streams did.
    case CURLE_HTTP2, CURLE_HTTP2_STREAM: return .connectionLost(while: later(details.phase))
    case CURLE_OUT_OF_MEMORY:
      // libcurl reports this for a line that is longer than it reads.
      return details.phase == .readingHeaders || details.phase == .sending
        ? .headersTooLarge(limit: details.limits.headerBytes) : .failed("there is no memory for the exchange")
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS: return .untrusted(text)
    case CURLE_SSL_CACERT_BADFILE: return .untrusted(unreadableCertificates(details.environment))
    case CURLE_SSL_CONNECT_ERROR: return handshake(text, details)
    case CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_CLIENTCERT, CURLE_USE_SSL_FAILED, CURLE_SSL_ENGINE_NOTFOUND,
      CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_CRL_BADFILE:
      return .handshakeFailed(text)
    case CURLE_BAD_CONTENT_ENCODING: return .contentCoding(text)
    default: return .failed("\(text), libcurl's result \(result)")
    }
  }

  /// The same result covers a reset, an invalid chunk and a proxy's refusal.
  private static func receiving(_ details: Details) -> TransportError {
    if let proxy = details.proxy, details.phase == .connecting {
      return .proxy(host: proxy, status: details.proxyStatus == 0 ? nil : details.proxyStatus)
    }
    return .connectionLost(while: later(details.phase))
  }

  /// A server that closes or resets the connection during the handshake may succeed a moment later.
  private static func handshake(_ text: String, _ details: Details) -> TransportError {
    let isLost = details.systemError == ECONNRESET || details.systemError == EPIPE
    return isLost || text.contains("SSL_ERROR_SYSCALL") || text.contains("unexpected eof")
      ? .connectionLost(while: .connecting) : .handshakeFailed(text)
  }

  /// The request was sent once something is received.
  private static func later(_ phase: ExchangePhase) -> ExchangePhase { phase == .sending ? .waiting : phase }

  private static func unreadableCertificates(_ environment: CurlEnvironment) -> String {
    environment.certificateFile.map { "SSL_CERT_FILE names \($0), which cannot be read as certificates" }
      ?? "the system's certificates cannot be read"
  }

  private static func host(of request: HTTPRequest) -> String {
    guard case .success(let url) = RequestURL.parse(request.url) else { return "" }
    return url.host
  }
}
#endif
