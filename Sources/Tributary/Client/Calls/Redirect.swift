#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Decides where a redirect leads and which headers are sent there.
enum Redirect {
  private static let statuses: Set<Int> = [301, 302, 303, 307, 308]

  /// The request for a redirect's target, `nil` if the response is not a redirect, or why the redirect is not followed.
  static func request(
    after stream: HTTPStream, to request: HTTPRequest, redaction: Redaction
  ) -> Result<HTTPRequest, APIError.Reason>? {
    guard statuses.contains(stream.status), let location = stream.headers["Location"] else { return nil }
    let shown = redaction.url(location)
    guard request.method == "GET" || request.method == "HEAD" else {
      return .failure(.redirect("a \(request.method) is not repeated at another URL, here \(shown)"))
    }
    guard let url = resolve(location, against: request.url), case .success(let old) = RequestURL.parse(request.url),
      case .success(let new) = RequestURL.parse(url)
    else { return .failure(.redirect("its target \(shown) is not a URL that can be requested")) }
    if old.scheme == "https", new.scheme == "http" {
      return .failure(.redirect("it leads from https to clear-text http at \(shown)"))
    }
    var next = request
    next.url = redaction.removingCredentials(from: url)
    if new.hasOrigin(of: old) {
      next.url = next.url.adding(redaction.credentials(in: request.url))
    } else {
      for (name, _) in request.headers.fields where redaction.isSecret(header: name) { next.headers[name] = nil }
    }
    return .success(next)
  }

  private static func resolve(_ location: String, against base: String) -> String? {
    guard let base = URL(string: base), let url = URL(string: location, relativeTo: base) else { return nil }
    return url.absoluteURL.absoluteString.prefix { $0 != "#" }.description
  }
}

extension String {
  /// The URL with more items at the end of its query.
  func adding(_ items: [String]) -> String {
    items.isEmpty ? self : self + (contains("?") ? "&" : "?") + items.joined(separator: "&")
  }
}
