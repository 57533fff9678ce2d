import Foundation

/// The system's words for why something on the disk failed.
struct Reason: CustomStringConvertible {
  let description: String

  init(_ error: any Error) {
    var error = error as NSError
    while let underlying = error.userInfo[NSUnderlyingErrorKey] as? NSError { error = underlying }
    let number = error.domain == NSPOSIXErrorDomain ? Int32(truncatingIfNeeded: error.code) : Self.number(of: error)
    description = number.map { String(cString: strerror($0)) } ?? error.localizedDescription
  }

  /// The system's number for an error that only Foundation has words for.
  private static func number(of error: NSError) -> Int32? {
    guard error.domain == NSCocoaErrorDomain else { return nil }
    return switch CocoaError.Code(rawValue: error.code) {
    case .fileWriteOutOfSpace: ENOSPC
    case .fileWriteNoPermission, .fileReadNoPermission: EACCES
    case .fileWriteVolumeReadOnly: EROFS
    case .fileWriteFileExists: EEXIST
    case .fileNoSuchFile, .fileReadNoSuchFile: ENOENT
    default: nil
    }
  }
}
