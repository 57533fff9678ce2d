import Tributary

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Where a worker looks up credentials by their names: a folder of files, or its environment.
///
/// A credential is read anew for each sync, so that a new one takes effect with the next.
struct CredentialPlace: Sendable {
  private static let sizeLimit = 64 << 10

  /// The folder, or `nil` for the environment.
  let folder: String?
  let environment: [String: String]

  /// Whether a text can be the name of a credential: no path leads out of the folder by it.
  static func isName(_ text: String) -> Bool {
    let letters = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.@+")
    return !text.isEmpty && text.utf8.count <= 128 && !text.hasPrefix(".") && text.allSatisfy { letters.contains($0) }
  }

  /// The variables of a credential, as `sync` would find them in its environment.
  ///
  /// Messages name the credential and never its content.
  func variables(_ name: String, for service: FleetService) throws(UsageError) -> [String: String] {
    guard Self.isName(name) else {
      throw UsageError("\"\(name)\" cannot be the name of a credential", code: .failure)
    }
    let text: String
    if let folder { text = try Self.file("\(folder)/\(name)") } else { text = try variable(name) }
    let lines = text.split(whereSeparator: \.isNewline).map(String.init)
    var variables: [String: String] = [:]
    if lines.count == 1, !Self.isAssignment(lines[0]) {
      guard let token = service.tokenVariable else {
        throw UsageError(
          "the credential \(name) must have lines of NAME=VALUE, because \(service.name) needs more than a token",
          code: .failure)
      }
      return [token: lines[0]]
    }
    for line in lines where !line.hasPrefix("#") {
      guard Self.isAssignment(line), let sign = line.firstIndex(of: "=") else {
        throw UsageError("the credential \(name) has a line that is not NAME=VALUE", code: .failure)
      }
      variables[String(line[..<sign])] = String(line[line.index(after: sign)...])
    }
    return variables
  }

  /// Whether a line begins with the name of a variable and `=`. A token may end in `=`.
  private static func isAssignment(_ line: String) -> Bool {
    guard let sign = line.firstIndex(of: "=") else { return false }
    return ["MYAZUR_", "ZENDESK_SELL_", "SHARESPINE_"].contains { line[..<sign].hasPrefix($0) }
  }

  private func variable(_ name: String) throws(UsageError) -> String {
    let letters = name.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
    let variable = "TRIBUTARY_CREDENTIAL_" + String(letters)
    guard let text = environment[variable], !text.isEmpty else {
      throw UsageError(
        "there is no credential \(name): set \(variable), or name a folder with --credentials", code: .failure)
    }
    return text
  }

  /// The content of a file that only its owner, who is this user, can read.
  private static func file(_ path: String) throws(UsageError) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw UsageError(
        errno == ENOENT
          ? "there is no credential file \(path)" : "the credential file \(path) cannot be read: \(reason(errno))",
        code: .failure)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw UsageError("the credential \(path) is not a regular file", code: .failure)
    }
    guard status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else {
      throw UsageError(
        "others can read the credential file \(path), or it belongs to another user: run \"chmod 600\" on it",
        code: .failure)
    }
    var bytes = [UInt8](repeating: 0, count: sizeLimit + 1)
    var count = 0
    while count < bytes.count {
      let part = bytes.withUnsafeMutableBytes {
        read(descriptor, $0.baseAddress?.advanced(by: count), $0.count - count)
      }
      guard part >= 0 else {
        throw UsageError("the credential file \(path) cannot be read: \(reason(errno))", code: .failure)
      }
      if part == 0 { break }
      count += part
    }
    guard (1...sizeLimit).contains(count) else {
      throw UsageError("the credential file \(path) is empty or too large", code: .failure)
    }
    return String(decoding: bytes[..<count], as: UTF8.self)
  }

  private static func reason(_ number: Int32) -> String { String(cString: strerror(number)) }
}
