import Foundation
import MyAzur
import MyAzurEmulator
import Sharespine
import SharespineEmulator
import Tributary
import TributaryEmulator
import TributaryFleet
import TributaryJSON
import TributarySQLite
import ZendeskSell
import ZendeskSellEmulator

// A user's file that imports every module of the package and goes on writing what it always did. It is not called, it
// must compile.

func total(_ numbers: some Sequence<Int>) -> Int { numbers.reduce(0, +) }

func joined(_ parts: some Collection<String>) -> String { parts.joined(separator: ", ") }

func loaded(_ date: Date, in calendar: Calendar) async -> Result<Data, any Error> {
  let task = Task { try await Task.sleep(for: Duration.seconds(1)) }
  task.cancel()
  guard calendar.dateInterval(of: .day, for: date) != nil else { return .failure(CancellationError()) }
  return .success(Data())
}

/// Types whose names a file may use without a thought.
let familiarTypes: [Any.Type] = [
  // Swift
  Array<Int>.self, ArraySlice<Int>.self, Bool.self, Character.self, ClosedRange<Int>.self, ContinuousClock.self,
  Dictionary<String, Int>.self, Double.self, Duration.self, Float.self, Int.self, KeyPath<String, Int>.self,
  Mirror.self, Never.self, Optional<Int>.self, Range<Int>.self, Regex<Substring>.self, Result<Int, Never>.self,
  Set<Int>.self, Slice<[Int]>.self, String.self, Substring.self, SuspendingClock.self, UInt8.self,
  Task<Void, Never>.self, TaskGroup<Int>.self, TaskPriority.self, CancellationError.self, AsyncStream<Int>.self,
  (any Actor).self, (any AsyncSequence).self, (any BinaryInteger).self, (any Clock).self, (any CodingKey).self,
  (any Collection).self, (any Comparable).self, (any CustomStringConvertible).self, (any Decodable).self,
  (any Decoder).self, (any Encodable).self, (any Encoder).self, (any Equatable).self, (any Error).self,
  (any Executor).self, (any Hashable).self, (any Identifiable).self, (any IteratorProtocol).self,
  (any OptionSet).self, (any RandomNumberGenerator).self, (any RawRepresentable).self, (any Sequence).self,
  (any StringProtocol).self,
  // Foundation
  AttributedString.self, Calendar.self, CharacterSet.self, Data.self, Date.self, DateComponents.self,
  DateInterval.self, Decimal.self, IndexPath.self, IndexSet.self, Locale.self, Measurement<Unit>.self,
  TimeZone.self, URL.self, URLComponents.self, URLError.self, URLQueryItem.self, UUID.self,
]

/// Types of Foundation that are ambiguous beside another module's of the name.
let familiarClasses: [Any.Type] = [
  Bundle.self, DateFormatter.self, Dimension.self, FileHandle.self, FileManager.self, Formatter.self, Host.self,
  Notification.self, NotificationCenter.self, NumberFormatter.self, Operation.self, OperationQueue.self, Pipe.self,
  Port.self, Process.self, ProcessInfo.self, Progress.self, RunLoop.self, Scanner.self, Stream.self, Thread.self,
  Timer.self, Unit.self, UserDefaults.self,
]
