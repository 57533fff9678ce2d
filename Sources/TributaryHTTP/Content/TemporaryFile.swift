import TributaryJSON

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// An unnamed file: only this process can read it, and it disappears when its last use ends, even by a crash.
struct TemporaryFile: ~Copyable {
  private let descriptor: Int32
  private var count = 0

  /// Creates an empty file in the folder for temporary files, which nobody else can read.
  static func create() throws(TransportError) -> Self {
    let folder = Self.folder
    var template = Array((folder + (folder.hasSuffix("/") ? "" : "/") + "tributary-XXXXXX").utf8CString)
    // mkstemp creates the file with mode 0600.
    let opened = template.withUnsafeMutableBufferPointer { $0.baseAddress.map { mkstemp($0) } ?? -1 }
    guard opened >= 0 else { throw Self.failure("no temporary file could be made in \(folder)") }
    let file = Self(descriptor: opened)
    guard template.withUnsafeBufferPointer({ $0.baseAddress.map { unlink($0) } ?? -1 }) == 0 else {
      throw Self.failure("the temporary file could not be unlinked")
    }
    return file
  }

  private init(descriptor: Int32) { self.descriptor = descriptor }

  /// The folder given in the environment, or the system's.
  private static let folder: String = {
    if let named = getenv("TMPDIR").map({ String(cString: $0) }), !named.isEmpty { return named }
    #if canImport(Darwin)
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    if confstr(_CS_DARWIN_USER_TEMP_DIR, &buffer, buffer.count) > 0 {
      return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
    #endif
    return "/tmp"
  }()

  deinit { close(descriptor) }

  /// Adds bytes at the end.
  mutating func write(_ bytes: UnsafeRawBufferPointer) throws(TransportError) {
    guard FileWriting.write(bytes, to: descriptor) else {
      throw Self.failure("the response could not be kept in a temporary file")
    }
    count += bytes.count
  }

  /// The content, mapped. It stays readable after the file is closed, and until its last use ends.
  func map() throws(TransportError) -> SharedBytes {
    guard count > 0 else { return SharedBytes() }
    guard let bytes = MappedFile.bytes(descriptor: descriptor, count: count) else {
      throw Self.failure("the response could not be mapped")
    }
    return bytes
  }

  private static func failure(_ what: String) -> TransportError {
    .failed("\(what): \(String(cString: strerror(errno)))")
  }
}
