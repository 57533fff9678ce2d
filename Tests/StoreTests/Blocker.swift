import Foundation
import Tributary

@testable import TributarySQLite

/// Another connection that holds a database's write lock, as another process would.
struct Blocker {
  private let connection: Connection

  init(_ path: String) throws {
    connection = try Connection(path: path, isReadOnly: false, busyTimeout: 0)
    try connection.execute("BEGIN IMMEDIATE")
  }

  func release() throws { try connection.execute("COMMIT") }
}

/// The path of a file without links, as errors have it.
func resolved(_ path: String) throws -> String { try DatabaseFile(at: path).path }
