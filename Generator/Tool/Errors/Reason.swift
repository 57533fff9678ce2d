import Foundation

/// The system's words for why something on the disk failed.
struct Reason: CustomStringConvertible {
  let description: String

  init(_ error: any Error) {
    var error = error as NSError
    while let underlying = error.userInfo[NSUnderlyingErrorKey] as? NSError { error = underlying }
    if error.domain == NSPOSIXErrorDomain {
      description = String(cString: strerror(Int32(truncatingIfNeeded: error.code)))
    } else {
      description = error.localizedDescription
    }
  }
}
