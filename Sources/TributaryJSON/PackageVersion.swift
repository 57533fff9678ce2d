/// The version of the package, for the runtime and for the generator.
package enum PackageVersion {
  /// The number, as in a tag.
  package static let current = "0.1.0"
}
