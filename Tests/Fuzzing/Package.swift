// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that an ordinary build has neither the sanitizer nor a second `main`. Its folders of code
// under test are links: what is fuzzed is compiled here, with the sanitizer's counters in it.
let fuzzed: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .unsafeFlags(["-sanitize=fuzzer"]),
]

// The other linkers of Linux do not get along with the sanitizer's sections.
let sanitizer: [LinkerSetting] = [
  .unsafeFlags(["-sanitize=fuzzer"]),
  .unsafeFlags(["-use-ld=lld"], .when(platforms: [.linux])),
]

let package = Package(
  name: "fuzzing",
  platforms: [.macOS(.v15)],
  targets: [
    .target(name: "TributaryScan"),
    .target(name: "TributaryJSON", dependencies: ["TributaryScan"], swiftSettings: fuzzed),
    .target(name: "TributaryLanguage", dependencies: ["TributaryJSON"], swiftSettings: fuzzed),
    .target(name: "TributaryEmitter", dependencies: ["TributaryLanguage"], swiftSettings: fuzzed),
    .systemLibrary(name: "LibFuzzer"),
    .target(name: "Fuzzing", dependencies: ["LibFuzzer"], swiftSettings: fuzzed),
    .executableTarget(
      name: "JSONFuzzing", dependencies: ["Fuzzing", "TributaryJSON"], swiftSettings: fuzzed,
      linkerSettings: sanitizer),
    .executableTarget(
      name: "SpecFuzzing", dependencies: ["Fuzzing", "TributaryEmitter", "TributaryJSON", "TributaryLanguage"],
      swiftSettings: fuzzed, linkerSettings: sanitizer),
  ],
  swiftLanguageModes: [.v6]
)
