// SwiftPM wants a target to have a file of its own; everything else here comes from Specs.

extension Item {
  /// The names of the fields on the wire.
  public static var fieldNames: [String] { keys.names }
}
