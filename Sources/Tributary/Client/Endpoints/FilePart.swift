import TributaryHTTP
import TributaryJSON

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A file in a multipart body.
///
/// ```swift
/// try await client.files.upload(purpose: .batch, file: .file(url))
/// ```
public struct FilePart: Sendable, Equatable {
  enum Source: Sendable, Equatable {
    case data(SharedBytes)
    case file(URL)
    case stream(ContentStream)
  }

  /// The files of a field.
  enum List: Sendable, Equatable {
    case one(FilePart)
    case several([FilePart])
  }

  let source: Source
  /// The name that is sent to the service.
  public let filename: String
  /// The media type: `image/png`.
  public let contentType: String

  private init(_ source: Source, filename: String, contentType: String?) {
    self.source = source
    self.filename = filename
    self.contentType = contentType ?? MediaType.ofFile(named: filename)
  }

  /// A file on disk, which is read while it is sent. It must not change meanwhile.
  ///
  /// - Parameters:
  ///   - url: The file.
  ///   - filename: The name to send, if it differs from the file's own.
  ///   - contentType: The media type, if not that of the name's extension.
  public static func file(_ url: URL, filename: String? = nil, contentType: String? = nil) -> Self {
    Self(.file(url), filename: filename ?? url.lastPathComponent, contentType: contentType)
  }

  /// Data in memory.
  ///
  /// - Parameters:
  ///   - data: The content.
  ///   - filename: The name to send.
  ///   - contentType: The media type, if not that of the name's extension.
  public static func data(_ data: Data, filename: String, contentType: String? = nil) -> Self {
    Self(.data(data.sharedBytes), filename: filename, contentType: contentType)
  }

  /// Chunks, which are sent as they are produced. They are read once, so the request is never repeated.
  ///
  /// - Parameters:
  ///   - chunks: The content in order. An error that it throws ends the call.
  ///   - filename: The name to send.
  ///   - length: The size in bytes, if known. Content of another size is an error.
  ///   - contentType: The media type, if not that of the name's extension.
  public static func stream<Chunks: AsyncSequence & Sendable>(
    _ chunks: Chunks, filename: String, length: Int? = nil, contentType: String? = nil
  ) -> Self where Chunks.Element == Data {
    Self(.stream(ContentStream(chunks, length: length)), filename: filename, contentType: contentType)
  }
}

/// The media types of common files by the extensions of their names.
private enum MediaType {
  static func ofFile(named name: String) -> String {
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return other }
    return types[name[name.index(after: dot)...].lowercased()] ?? other
  }

  private static let other = "application/octet-stream"

  private static let types = [
    "avif": "image/avif", "bmp": "image/bmp", "css": "text/css", "csv": "text/csv", "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "eml": "message/rfc822",
    "epub": "application/epub+zip", "flac": "audio/flac", "gif": "image/gif", "gz": "application/gzip",
    "heic": "image/heic", "htm": "text/html", "html": "text/html", "ics": "text/calendar", "jpeg": "image/jpeg",
    "jpg": "image/jpeg", "js": "text/javascript", "json": "application/json", "jsonl": "application/x-ndjson",
    "m4a": "audio/mp4", "md": "text/markdown", "mov": "video/quicktime", "mp3": "audio/mpeg", "mp4": "video/mp4",
    "mpeg": "video/mpeg", "ndjson": "application/x-ndjson", "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet", "ogg": "audio/ogg", "pdf": "application/pdf",
    "png": "image/png", "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation", "rtf": "application/rtf",
    "svg": "image/svg+xml", "tar": "application/x-tar", "tif": "image/tiff", "tiff": "image/tiff",
    "tsv": "text/tab-separated-values", "txt": "text/plain", "vcf": "text/vcard", "wav": "audio/wav",
    "weba": "audio/webm", "webm": "video/webm", "webp": "image/webp", "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xml": "application/xml",
    "yaml": "application/yaml", "yml": "application/yaml", "zip": "application/zip",
  ]
}
