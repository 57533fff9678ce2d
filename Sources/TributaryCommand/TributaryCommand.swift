#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The program `tributary`.
@main
struct TributaryCommand {
  static func main() async {
    // A pipe whose reader has gone is an error to look at, not the end of the process.
    signal(SIGPIPE, SIG_IGN)
    // So is a file that may not grow any further.
    signal(SIGXFSZ, SIG_IGN)
    let console = Console()
    do {
      let command = try Command(
        Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment)
      exit(try await Interruption.cancelling { try await command.run() }.rawValue)
    } catch let error as UsageError {
      console.complain("\(error) Try \"tributary --help\".")
      exit(ExitCode.usage.rawValue)
    } catch {
      let failure = Failure(error)
      console.complain(failure.message)
      exit(failure.code.rawValue)
    }
  }
}
