/// The names that a new module can have.
public enum ModuleName {
  /// Why a text cannot be the name of a new module, as a clause; `nil` if it can.
  ///
  /// A type of the module's name, or a module that the file also imports, could no longer be told from it.
  public static func problem(with name: String) -> String? {
    if name.utf8.count > longest { return "is longer than \(longest) bytes" }
    if let first = name.first, first.isLowercase, first.isASCII, Identifier.isValid(name) {
      return "begins with a small letter; write \(first.uppercased() + name.dropFirst())"
    }
    // Linkers fail on names with other letters.
    guard Identifier.isValidType(name), name.utf8.allSatisfy({ $0 < 0x80 }) else {
      return "cannot be the name of a module; write letters from A to Z, digits and underscores, a capital letter first"
    }
    return owner(of: name).map { "is \($0); choose another name" }
  }

  /// What stores call the service of a module: its words in small letters, such as `zendesk-sell`.
  public static func service(of module: String) -> String {
    NamingStyle.camelCase.words(of: module).map { $0.lowercased() }.joined(separator: "-")
  }

  /// Names of files and folders are made of it, which may be twice as long.
  private static let longest = 100

  private static func owner(of name: String) -> String? {
    if ReservedNames.members.contains(name) || ["Any", "Protocol", "Type"].contains(name) { return "a word of Swift" }
    // File systems may fold case.
    if modules.contains(name.lowercased()) { return "the name of another module" }
    if let owner = FamiliarNames.owner(of: name) { return "a type of \(owner)" }
    if FamiliarNames.isAmbiguous(name) { return "a type of Foundation" }
    if ReservedNames.isTypeOfModule(name) { return "a type that every generated module has or uses" }
    return runtime.contains(name) ? "a type of Tributary" : nil
  }

  /// Modules of toolchains and systems, and those of this package, in small letters.
  private static let modules = Set(
    """
    Android Builtin Cxx CxxStdlib Darwin Differentiation Dispatch Distributed Foundation FoundationEssentials \
    FoundationInternationalization FoundationNetworking FoundationXML Glibc Musl Observation PackageDescription \
    PackagePlugin RegexBuilder Runtime Swift SwiftOnoneSupport SwiftShims Synchronization System Testing WinSDK XCTest \
    Accelerate Accessibility Accounts AppIntents AppKit AVFoundation CarPlay Charts Cinematic CloudKit Combine Compression \
    Contacts CoreAudio CoreBluetooth CoreData CoreFoundation CoreGraphics CoreImage CoreLocation CoreML CoreMedia \
    CoreMotion CoreText CryptoKit GameKit HealthKit HomeKit Intents JavaScriptCore MapKit Matter Messages Metal \
    MultipeerConnectivity Network NetworkExtension ObjectiveC OSLog PDFKit PassKit Photos PhotosUI QuickLook RealityKit \
    SafariServices SceneKit Security Social Spatial Speech SpriteKit StoreKit SwiftData SwiftUI Symbols TipKit \
    Translation UIKit UserNotifications Vision WatchKit WebKit WidgetKit XPC \
    CCurl CPostgreSQL CSQLite CZlib MyAzur MyAzurEmulator Sharespine SharespineEmulator Tributary TributaryBenchmark \
    TributaryCommand TributaryEmitter TributaryEmulator TributaryFleet TributaryHTTP TributaryJSON TributaryLanguage \
    TributaryPlugin TributaryPostgreSQL TributaryScan TributarySQLite TributaryURLSession ZendeskSell \
    ZendeskSellEmulator
    """.lowercased().split(separator: " ").map(String.init))

  /// The public types of the runtime that a user's file sees.
  private static let runtime = Set(
    """
    APIError AbsentOperator AccessToken AccountDirectory AccountFolder AccountLease AccountRun AccountSource \
    AccountSourceError AccountStatus AsyncRecordOverlay AsyncRecordReader AtLeastOperator \
    AtMostOperator AttemptBackoff Authentication BaseURL BodyField ByteStream CalendarDate CallOptions Change \
    Checkpoint Claim ClaimRequest ClientPolicy CommitCounts CommitNotice ContentStream CurlTransport DecodingProblem \
    DeletedRecords DeletionMarker EmulatedCall EmulatedClock EmulatedService Endpoint EndpointBody EndpointPath \
    EndpointRequest EqualOperator ErrorModel EventStream EventTag Exchange ExchangePhase ExchangeRecord FailureMark \
    Fault FaultPlan FaultSyntaxError FieldListBuilder FilePart Filter FilterBuilder FilterClause FilterComparison \
    FilterError FilterEvaluator FilterField FilterKind FilterMoment FilterOperand FilterOperators FilterQuantity \
    FilterValue FleetAccount FleetEvent FleetPolicy FleetSummary FleetWorker GreaterOperator HTTPBody HTTPContent \
    HTTPDelivery HTTPHeaders HTTPLimits HTTPRequest HTTPResponse HTTPStream HTTPTransport Identifier \
    InProcessTransport IndexedField ItemSequence JSONCodable JSONDecodable JSONEncodable JSONError JSONFields \
    JSONKind JSONLimits JSONModel JSONNumber JSONPath JSONReader JSONValue JSONWriteError JSONWriter LeaseOutcome \
    LessOperator LineStream LocalField LocalFieldNames LocalFilter LocalModel LocalName LocalOrder LocalQuery \
    LocalTimestamp LoopbackServer MalformedString MarkedPages MatchingRecords MemoryStore ModificationPolling \
    NetworkFault NoneOfOperator NotEqualOperator OneOfOperator OpenEnum OrderBuilder OverlayEntry PageField PageMark \
    PageParameter PageSequence Paging ParameterStyle ParameterValue PlainUnion PlantedMistake PostgreSQLDatabase \
    PostgreSQLStore PresentOperator QuarantinedItem Query QueryDirection QueryFields QueryOrder QuerySchema \
    Queryable RateLimitReporting RawJSON RawList RecordChange RecordIndexes RecordList RecordOverlay RecordPage \
    RecordPosition RecordReader RecordReference RecordResults RecordRows RecordType RecordUpdate RecordUpdates \
    Records RemoteIDField RequestContent RequestItem RequestTarget RetryClass RetryPolicy Route RouteBuilder \
    RoutedService RowDefects SQLiteStore Secret SeededRandom SelfTaggedUnion ServerLimits ServerSentEvent \
    ServerSentEvents ServiceClient SessionQueue SessionQueueChanges SessionQueueDevice SessionQueuePage SharedBytes \
    SharedCredential SimulatedProcess SimulatedRun SimulatedStore SimulationFailure Snapshot SortField SortableField \
    StoreError StoredChange StoredRecord StoredRecords StreamKey StreamState StreamStore StreamSummary \
    StreamTransaction SuccessResponse SuccessStatus Sweep SyncError SyncEvent SyncList SyncMemory SyncNote SyncPass \
    SyncProgress SyncProtocol SyncRecord SyncReport SyncResult SyncRow SyncRows SyncSequence SyncSource SyncStep \
    SyncStore SyncStream SystemTime TaggedUnion TimeSource Timestamp TimestampCursor TokenCursor TokenSource \
    TransportError URLSessionTransport UncheckedField UntaggedUnion WireCodable WireForm WireText Witness \
    WitnessFolder WitnessedState
    """.split(separator: " ").map(String.init))
}
