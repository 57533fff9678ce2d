/// The names that already have a meaning in a user's file.
///
/// A module's own type hides Swift's of that name in every file that imports the module, and makes Foundation's
/// ambiguous there, so that correct code stops compiling because of an import.
enum FamiliarNames {
  /// The owner of a name: `Swift` or `Foundation`; `nil` for a name that a spec may use.
  ///
  /// Apart from everything current in Swift 6.3's standard library, these are the value types of Foundation that nearly
  /// every file uses.
  static func owner(of name: String) -> String? {
    swift.contains(name) ? "Swift" : foundationValues.contains(name) ? "Foundation" : nil
  }

  /// Whether a public type of the name would be ambiguous with Foundation's, which fewer files use.
  static func isAmbiguous(_ name: String) -> Bool { foundationClasses.contains(name) }

  private static let swift: Set<String> = [
    "Actor", "AdditiveArithmetic", "AnyBidirectionalCollection", "AnyClass", "AnyCollection", "AnyHashable",
    "AnyIndex", "AnyIterator", "AnyKeyPath", "AnyObject", "AnyRandomAccessCollection", "AnyRegexOutput",
    "AnySequence", "Array", "ArraySlice", "AsyncCompactMapSequence", "AsyncDropFirstSequence",
    "AsyncDropWhileSequence", "AsyncFilterSequence", "AsyncFlatMapSequence", "AsyncIteratorProtocol",
    "AsyncMapSequence", "AsyncPrefixSequence", "AsyncPrefixWhileSequence", "AsyncSequence", "AsyncStream",
    "AsyncThrowingCompactMapSequence", "AsyncThrowingDropWhileSequence", "AsyncThrowingFilterSequence",
    "AsyncThrowingFlatMapSequence", "AsyncThrowingMapSequence", "AsyncThrowingPrefixWhileSequence",
    "AsyncThrowingStream", "BidirectionalCollection", "BinaryFloatingPoint", "BinaryInteger", "BitwiseCopyable",
    "Bool", "BooleanLiteralType", "CBool", "CChar", "CChar16", "CChar32", "CChar8", "CDouble", "CFloat", "CFloat16",
    "CInt", "CLong", "CLongDouble", "CLongLong", "CShort", "CSignedChar", "CUnsignedChar", "CUnsignedInt",
    "CUnsignedLong", "CUnsignedLongLong", "CUnsignedShort", "CVaListPointer", "CVarArg", "CWideChar",
    "CancellationError", "CaseIterable", "Character", "CheckedContinuation", "Clock", "ClosedRange", "Codable",
    "CodingKey", "CodingKeyRepresentable", "CodingUserInfoKey", "Collection", "CollectionDifference",
    "CollectionOfOne", "CommandLine", "Comparable", "ContiguousArray", "ContinuousClock", "Copyable",
    "CountableClosedRange", "CountablePartialRangeFrom", "CountableRange", "CustomConsumingRegexComponent",
    "CustomDebugStringConvertible", "CustomLeafReflectable", "CustomPlaygroundDisplayConvertible",
    "CustomReflectable", "CustomStringConvertible", "Decodable", "Decoder", "DecodingError", "DefaultIndices",
    "DefaultStringInterpolation", "Dictionary", "DictionaryIndex", "DictionaryIterator", "DiscardingTaskGroup",
    "DiscontiguousSlice", "Double", "DropFirstSequence", "DropWhileSequence", "Duration", "DurationProtocol",
    "EmptyCollection", "Encodable", "Encoder", "EncodingError", "EnumeratedSequence", "Equatable", "Error",
    "Escapable", "Executor", "ExecutorJob", "ExpressibleByArrayLiteral", "ExpressibleByBooleanLiteral",
    "ExpressibleByDictionaryLiteral", "ExpressibleByExtendedGraphemeClusterLiteral", "ExpressibleByFloatLiteral",
    "ExpressibleByIntegerLiteral", "ExpressibleByNilLiteral", "ExpressibleByStringInterpolation",
    "ExpressibleByStringLiteral", "ExpressibleByUnicodeScalarLiteral", "ExtendedGraphemeClusterType",
    "FixedWidthInteger", "FlattenCollection", "FlattenSequence", "Float", "Float16", "Float32", "Float64", "Float80",
    "FloatLiteralType", "FloatingPoint", "FloatingPointClassification", "FloatingPointRoundingRule",
    "FloatingPointSign", "GlobalActor", "Hashable", "Hasher", "Identifiable", "IndexingIterator", "InlineArray",
    "InstantProtocol", "Int", "Int128", "Int16", "Int32", "Int64", "Int8", "IntegerLiteralType", "IteratorProtocol",
    "IteratorSequence", "JobPriority", "JoinedSequence", "KeyPath", "KeyValuePairs", "KeyedDecodingContainer",
    "KeyedDecodingContainerProtocol", "KeyedEncodingContainer", "KeyedEncodingContainerProtocol", "LazyCollection",
    "LazyCollectionProtocol", "LazyDropWhileCollection", "LazyDropWhileSequence", "LazyFilterCollection",
    "LazyFilterSequence", "LazyMapCollection", "LazyMapSequence", "LazyPrefixWhileCollection",
    "LazyPrefixWhileSequence", "LazySequence", "LazySequenceProtocol", "LosslessStringConvertible", "ManagedBuffer",
    "ManagedBufferPointer", "MemoryLayout", "Mirror", "MirrorPath", "MutableCollection", "MutableRawSpan",
    "MutableSpan", "Never", "Numeric", "ObjectIdentifier", "OpaquePointer", "OptionSet", "Optional", "OutputRawSpan",
    "OutputSpan", "PartialKeyPath", "PartialRangeFrom", "PartialRangeThrough", "PartialRangeUpTo",
    "PlaygroundQuickLook", "PrefixSequence", "RandomAccessCollection", "RandomNumberGenerator", "Range",
    "RangeExpression", "RangeReplaceableCollection", "RangeSet", "RawRepresentable", "RawSpan",
    "ReferenceWritableKeyPath", "Regex", "RegexComponent", "RegexRepetitionBehavior", "RegexSemanticLevel",
    "RegexWordBoundaryKind", "Repeated", "Result", "ReversedCollection", "SIMD", "SIMD16", "SIMD2", "SIMD3", "SIMD32",
    "SIMD4", "SIMD64", "SIMD8", "SIMDMask", "SIMDScalar", "SIMDStorage", "Sendable", "SendableMetatype", "Sequence",
    "SerialExecutor", "Set", "SetAlgebra", "SetIndex", "SetIterator", "SignedInteger", "SignedNumeric",
    "SingleValueDecodingContainer", "SingleValueEncodingContainer", "Slice", "Span", "StaticBigInt", "StaticString",
    "StrideThrough", "StrideThroughIterator", "StrideTo", "StrideToIterator", "Strideable", "String",
    "StringInterpolationProtocol", "StringLiteralType", "StringProtocol", "Substring", "SuspendingClock",
    "SystemRandomNumberGenerator", "Task", "TaskExecutor", "TaskGroup", "TaskPriority", "TextOutputStream",
    "TextOutputStreamable", "ThrowingDiscardingTaskGroup", "ThrowingTaskGroup", "UInt", "UInt128", "UInt16", "UInt32",
    "UInt64", "UInt8", "UTF16", "UTF32", "UTF8", "UTF8Span", "UnboundedRange", "UnfoldFirstSequence",
    "UnfoldSequence", "Unicode", "UnicodeCodec", "UnicodeDecodingResult", "UnicodeScalar", "UnicodeScalarType",
    "UnkeyedDecodingContainer", "UnkeyedEncodingContainer", "Unmanaged", "UnownedJob", "UnownedSerialExecutor",
    "UnownedTaskExecutor", "UnsafeBufferPointer", "UnsafeContinuation", "UnsafeCurrentTask",
    "UnsafeMutableBufferPointer", "UnsafeMutablePointer", "UnsafeMutableRawBufferPointer", "UnsafeMutableRawPointer",
    "UnsafePointer", "UnsafeRawBufferPointer", "UnsafeRawPointer", "UnsafeThrowingContinuation", "UnsignedInteger",
    "Void", "WritableKeyPath", "Zip2Sequence",
  ]

  private static let foundationValues: Set<String> = [
    "AffineTransform", "AttributedString", "AttributedSubstring", "CGFloat", "CGPoint", "CGRect", "CGSize",
    "Calendar", "CharacterSet", "CocoaError", "ComparisonResult", "ContiguousBytes", "Data", "DataProtocol", "Date",
    "DateComponents", "DateInterval", "Decimal", "FormatStyle", "IndexPath", "IndexSet", "Locale", "LocalizedError",
    "Measurement", "POSIXError", "ParseStrategy", "PersonNameComponents", "Predicate", "SortDescriptor",
    "TimeInterval", "TimeZone", "URL", "URLComponents", "URLError", "URLQueryItem", "URLRequest", "URLResourceKey",
    "URLResourceValues", "UUID",
  ]

  private static let foundationClasses: Set<String> = [
    "BlockOperation", "Bundle", "ByteCountFormatter", "CachedURLResponse", "Comparator", "DateFormatter",
    "DateIntervalFormatter", "Dimension", "EnergyFormatter", "Expression", "FileHandle", "FileManager", "FileWrapper",
    "Formatter", "HTTPCookie", "HTTPCookieStorage", "HTTPURLResponse", "Host", "ISO8601DateFormatter", "InputStream",
    "LengthFormatter", "ListFormatter", "MassFormatter", "MeasurementFormatter", "MessagePort", "Morphology",
    "Notification", "NotificationCenter", "NotificationQueue", "NumberFormatter", "Operation", "OperationQueue",
    "OutputStream", "PersonNameComponentsFormatter", "Pipe", "Port", "PortMessage", "Process", "ProcessInfo",
    "Progress", "PropertyListDecoder", "PropertyListEncoder", "PropertyListSerialization", "QualityOfService",
    "RelativeDateTimeFormatter", "RunLoop", "Scanner", "SocketPort", "SortOrder", "Stream", "StringTransform",
    "Thread", "Timer", "URLAuthenticationChallenge", "URLCache", "URLCredential", "URLCredentialStorage",
    "URLProtectionSpace", "URLProtocol", "URLResponse", "URLSession", "URLSessionConfiguration", "URLSessionDataTask",
    "URLSessionDelegate", "URLSessionTask", "UndoManager", "Unit", "UnitAcceleration", "UnitAngle", "UnitArea",
    "UnitConcentrationMass", "UnitConverter", "UnitConverterLinear", "UnitDispersion", "UnitDuration",
    "UnitElectricCharge", "UnitElectricCurrent", "UnitElectricPotentialDifference", "UnitElectricResistance",
    "UnitEnergy", "UnitFrequency", "UnitFuelEfficiency", "UnitIlluminance", "UnitInformationStorage", "UnitLength",
    "UnitMass", "UnitPower", "UnitPressure", "UnitSpeed", "UnitTemperature", "UnitVolume", "UserDefaults",
    "XMLDocument", "XMLElement", "XMLNode", "XMLParser",
  ]
}
