// Importing the runtime also imports requests, responses and transports.
@_exported public import TributaryHTTP

#if canImport(Darwin)
@_exported public import TributaryURLSession

extension HTTPTransport where Self == URLSessionTransport {
  /// The transport of this system, shared by all clients that are given no other: `URLSession` here, libcurl on Linux.
  public static var system: URLSessionTransport { .shared }
}
#else
extension HTTPTransport where Self == CurlTransport {
  /// The transport of this system, shared by all clients that are given no other: libcurl here, `URLSession` on
  /// Apple's systems.
  public static var system: CurlTransport { .shared }
}
#endif
