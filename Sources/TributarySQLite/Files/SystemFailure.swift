import Tributary

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// An error number of the operating system.
struct SystemFailure {
  var number: Int32

  /// The error of the call that just failed.
  static var latest: SystemFailure { SystemFailure(number: errno) }

  /// The message for the user.
  var text: String {
    guard let text = strerror(number) else { return "system error \(number)" }
    return String(cString: text)
  }

  /// Whether no space is left on the disk or in the user's quota.
  var isFull: Bool { number == ENOSPC || number == EDQUOT || number == EFBIG }

  /// The error as a store reports it.
  func storeError(path: String) -> StoreError {
    switch number {
    case _ where isFull: .diskFull(path: path)
    case EACCES, EPERM, EROFS, ENOENT, ENOTDIR, ENAMETOOLONG, ELOOP: .notWritable(path: path, text)
    default: .failed(path: path, text)
    }
  }
}
