// SwiftPM wants a target to have a file of its own; everything else here comes from Specs.
@_spi(Generated) import TributaryJSON

extension Item {
  /// The names of the fields on the wire, in the order of the spec.
  public static var fieldNames: [String] { keys.names }
}
