@_spi(Generated) public import TributaryJSON

extension RawJSON {
  /// The value of a member, as received, or `nil` if this is not an object with that member. Of equal names the last
  /// counts.
  public func member(_ name: String) -> RawJSON? {
    try? JSONReader.withReader(over: bytes) { (reader) throws(JSONError) in
      var found: RawJSON?
      try reader.forEachMember {
        $0.elementsEqual(name.utf8) ? 0 : nil
      } _: { (reader, _) throws(JSONError) in
        found = try reader.readRaw()
      }
      return found
    }
  }
}
