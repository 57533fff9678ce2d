#if os(Linux)
import CCurl
import TributaryJSON

/// Sets libcurl's options for one exchange, above all what it must not do.
struct CurlOptions {
  let easy: UnsafeMutableRawPointer

  /// The options that are the same for every request.
  func common(_ share: UnsafeMutableRawPointer, connectTimeout: Duration, errorText: UnsafeMutablePointer<CChar>) {
    set(CURLOPT_NOSIGNAL, 1)
    _ = tributary_easy_pointer(easy, CURLOPT_SHARE, share)
    _ = tributary_easy_pointer(easy, CURLOPT_ERRORBUFFER, errorText)
    set(CURLOPT_FOLLOWLOCATION, 0)
    set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
    set(CURLOPT_HTTP_CONTENT_DECODING, 0)
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    set(CURLOPT_BUFFERSIZE, 64 << 10)
    set(CURLOPT_CONNECTTIMEOUT_MS, max(1, Int(connectTimeout.seconds * 1000)))
    set(CURLOPT_TCP_KEEPALIVE, 1)
    set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
    tributary_easy_only_http(easy)
    tributary_easy_leave_lookups(easy)
    _ = tributary_easy_private_sockets(easy)
  }

  /// The options that decide which certificates are trusted.
  func trust(_ environment: CurlEnvironment) {
    set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    set(CURLOPT_SSL_VERIFYPEER, 1)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    if let file = environment.certificateFile { set(CURLOPT_CAINFO, file) }
    if let folder = environment.certificateFolder { set(CURLOPT_CAPATH, folder) }
  }

  /// How long a kept connection is worth a try.
  func keep(_ environment: CurlEnvironment) { set(CURLOPT_MAXAGE_CONN, environment.idleConnectionSeconds) }

  /// Sends the request directly or through the proxy from the environment, and returns which.
  func route(_ url: String, _ environment: CurlEnvironment) -> Bool {
    guard case .success(let target) = RequestURL.parse(url) else { return false }
    guard let proxy = environment.httpsProxy, target.scheme == "https", !Self.isLoopback(target, url) else {
      // An empty proxy together with this list keeps libcurl from reading the environment.
      set(CURLOPT_PROXY, "")
      set(CURLOPT_NOPROXY, "*")
      return false
    }
    set(CURLOPT_PROXY, proxy)
    set(CURLOPT_NOPROXY, environment.proxyExceptions ?? "")
    return true
  }

  /// Whether libcurl connects to this machine. It also accepts notations of an address other than its four numbers.
  private static func isLoopback(_ target: RequestURL, _ url: String) -> Bool {
    if target.isLoopback || target.host.hasSuffix(".localhost") { return true }
    guard let parsed = curl_url() else { return false }
    defer { curl_url_cleanup(parsed) }
    var host: UnsafeMutablePointer<CChar>?
    guard curl_url_set(parsed, CURLUPART_URL, url, 0) == CURLUE_OK,
      curl_url_get(parsed, CURLUPART_HOST, &host, 0) == CURLUE_OK, let host
    else { return false }
    defer { curl_free(host) }
    let name = String(cString: host)
    return name == "[::1]" || name.hasPrefix("127.") && name.split(separator: ".").allSatisfy { UInt8($0) != nil }
  }

  func url(_ url: String) {
    // Dot segments were refused earlier; libcurl would remove them.
    set(CURLOPT_PATH_AS_IS, 1)
    set(CURLOPT_URL, url)
  }

  func method(_ method: String, upload: CurlUpload?) {
    guard let upload else {
      if method == "HEAD" { return set(CURLOPT_NOBODY, 1) }
      set(CURLOPT_HTTPGET, 1)
      if method != "GET" { set(CURLOPT_CUSTOMREQUEST, method) }
      return
    }
    if let inline = upload.inline {
      set(CURLOPT_POST, 1)
      _ = tributary_easy_large(easy, CURLOPT_POSTFIELDSIZE_LARGE, Int64(inline.count))
      inline.withUnsafeBytes { bytes in
        // libcurl copies as many bytes as the size above says.
        _ = tributary_easy_pointer(easy, CURLOPT_COPYPOSTFIELDS, bytes.baseAddress)
      }
    } else {
      set(CURLOPT_UPLOAD, 1)
      _ = tributary_easy_large(easy, CURLOPT_INFILESIZE_LARGE, upload.length.map { Int64($0) } ?? -1)
    }
    set(CURLOPT_CUSTOMREQUEST, method)
  }

  /// The header fields, which have to live as long as the transfer does.
  func headers(_ request: HTTPRequest, wantsGzip: Bool) -> UnsafeMutablePointer<curl_slist>? {
    var list: UnsafeMutablePointer<curl_slist>?
    func add(_ line: String) { if let longer = curl_slist_append(list, line) { list = longer } }
    // libcurl omits a field without a value after the colon; a semicolon makes it an empty field.
    for (name, value) in request.headers.fields { add(value.isEmpty ? "\(name);" : "\(name): \(value)") }
    for name in ["Accept", "Content-Type", "Expect"] where request.headers[name] == nil { add("\(name):") }
    if wantsGzip, request.headers["Accept-Encoding"] == nil { add("Accept-Encoding: gzip") }
    _ = tributary_easy_list(easy, CURLOPT_HTTPHEADER, list)
    return list
  }

  private func set(_ option: CURLoption, _ value: Int) { _ = tributary_easy_long(easy, option, value) }
  private func set(_ option: CURLoption, _ value: String) { _ = tributary_easy_text(easy, option, value) }
}

#endif
