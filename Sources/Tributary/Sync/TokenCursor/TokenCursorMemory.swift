package import TributaryJSON

/// What the token cursor remembers between runs.
package struct TokenCursorMemory: SyncMemory, Equatable {
  /// The token that the next pass begins with, or that the pass in progress began with; `nil` for everything.
  var token: String?
  /// The page with which the pass in progress continues, or `nil` if none is in progress.
  var page: String?
  /// The epoch that the page belongs to.
  var epoch = 0
  /// Whether the pass in progress returns everything.
  var isFull = false
  /// Whether a full pass ended without deleting what did not come, because a row without an identifier might have been
  /// one of those records.
  var owesSweep = false

  package static let version = 1

  init(token: String?, owesSweep: Bool) {
    self.token = token
    self.owesSweep = owesSweep
  }

  package init?(_ fields: JSONFields) {
    self.init(token: fields["token"]?.string, owesSweep: fields["owesSweep"]?.bool ?? false)
    page = fields["page"]?.string
    guard token != nil || page != nil else { return nil }
    guard page != nil else { return }
    guard let epoch = fields["epoch"]?.int, let isFull = fields["full"]?.bool else { return nil }
    (self.epoch, self.isFull) = (epoch, isFull)
  }

  package var fields: JSONFields {
    var fields: JSONFields = [:]
    if let token { fields["token"] = .string(token) }
    if let page {
      fields["page"] = .string(page)
      fields["epoch"] = .number(JSONNumber(epoch))
      fields["full"] = .bool(isFull)
    }
    if owesSweep { fields["owesSweep"] = .bool(true) }
    return fields
  }
}
