public import Foundation

/// A database in a folder of its own, which goes when the test is over.
public final class TemporaryDatabase {
  /// The folder.
  public let folder = FileManager.default.temporaryDirectory.appending(path: "tributary-\(UUID().uuidString)")
  /// The database's file, which is not there yet.
  public var path: String { folder.appending(path: "mirror.sqlite").path }

  /// A database in a new folder.
  public init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(at: folder) }
}
