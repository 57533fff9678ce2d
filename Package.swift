// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
  name: "tributary",
  platforms: [.macOS(.v15), .iOS(.v18)],
  products: [
    .library(name: "Tributary", targets: ["Tributary", "TributaryHTTP", "TributaryJSON"]),
    .library(name: "TributaryURLSession", targets: ["TributaryURLSession"]),
    .library(name: "TributarySQLite", targets: ["TributarySQLite"]),
    .library(name: "TributaryPostgreSQL", targets: ["TributaryPostgreSQL"]),
    .library(name: "TributaryFleet", targets: ["TributaryFleet"]),
    .library(name: "TributaryEmulator", targets: ["TributaryEmulator"]),
    .library(name: "MyAzurEmulator", targets: ["MyAzurEmulator"]),
    .library(name: "ZendeskSellEmulator", targets: ["ZendeskSellEmulator"]),
    .library(name: "SharespineEmulator", targets: ["SharespineEmulator"]),
    .library(name: "MyAzur", targets: ["MyAzur"]),
    .library(name: "ZendeskSell", targets: ["ZendeskSell"]),
    .library(name: "Sharespine", targets: ["Sharespine"]),
    .plugin(name: "TributaryPlugin", targets: ["TributaryPlugin"]),
    .executable(name: "tributary-generator", targets: ["tributary-generator"]),
    .executable(name: "tributary", targets: ["TributaryCommand"]),
    .executable(name: "tributary-benchmark", targets: ["TributaryBenchmark"]),
  ],
  traits: [
    .trait(name: "PostgreSQL", description: "The store of fleets, TributaryPostgreSQL. It needs the system's libpq.")
  ],
  targets: [
    // The coding under everything: no Foundation, and no other module but the C that scans text with SSE2 or NEON.
    .target(name: "TributaryScan"),
    .target(name: "TributaryJSON", dependencies: ["TributaryScan"], swiftSettings: strict),

    // Specs in, Swift out. Nothing here knows the runtime.
    .target(
      name: "TributaryLanguage", dependencies: ["TributaryJSON"], path: "Generator/Language", swiftSettings: strict),
    .target(
      name: "TributaryEmitter", dependencies: ["TributaryLanguage"], path: "Generator/Emitter", swiftSettings: strict),
    .executableTarget(
      name: "tributary-generator", dependencies: ["TributaryEmitter", "TributaryJSON", "TributaryLanguage"],
      path: "Generator/Tool",
      swiftSettings: strict),
    .plugin(
      name: "TributaryPlugin", capability: .buildTool(), dependencies: ["tributary-generator"],
      path: "Generator/BuildPlugin"),

    // The way to the network: libcurl on Linux, URLSession on Apple's systems. On Linux the latter is built for its
    // tests and the benchmark alone.
    .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(
      name: "TributaryHTTP",
      dependencies: [
        "TributaryJSON", .target(name: "CCurl", condition: .when(platforms: [.linux])),
        .target(name: "CZlib", condition: .when(platforms: [.linux])),
      ], swiftSettings: strict),
    .target(name: "TributaryURLSession", dependencies: ["TributaryHTTP", "TributaryJSON"], swiftSettings: strict),

    // The runtime under every generated SDK. It knows no API.
    .target(
      name: "Tributary",
      dependencies: [
        "TributaryHTTP", "TributaryJSON",
        .target(
          name: "TributaryURLSession",
          condition: .when(platforms: [.macOS, .iOS, .macCatalyst, .tvOS, .watchOS, .visionOS])),
      ], swiftSettings: strict),
    // Syncs of many accounts: who is due, who may, and when. It knows no store.
    .target(name: "TributaryFleet", dependencies: ["Tributary"], swiftSettings: strict),
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .target(name: "TributarySQLite", dependencies: ["Tributary", "TributaryFleet", "CSQLite"], swiftSettings: strict),
    // The store of many machines. Without the trait it is empty, and nothing has to be installed for it.
    .systemLibrary(name: "CPostgreSQL", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
    .target(
      name: "TributaryPostgreSQL",
      dependencies: [
        "Tributary", "TributaryFleet", .target(name: "CPostgreSQL", condition: .when(traits: ["PostgreSQL"])),
      ], swiftSettings: strict),

    // The SDKs: what the plugin generates from Specs/, and a thin handwritten part.
    .target(
      name: "MyAzur", dependencies: ["Tributary"], exclude: ["Specs"], swiftSettings: strict,
      plugins: ["TributaryPlugin"]),
    .target(
      name: "ZendeskSell", dependencies: ["Tributary"], exclude: ["Specs"], swiftSettings: strict,
      plugins: ["TributaryPlugin"]),
    .target(
      name: "Sharespine", dependencies: ["Tributary"], exclude: ["Specs"], swiftSettings: strict,
      plugins: ["TributaryPlugin"]),

    // What emulates an API, in process or on loopback, and the three services in it. They share no code with the SDKs,
    // so that they can judge them.
    .target(name: "TributaryEmulator", dependencies: ["Tributary"], swiftSettings: strict),
    .target(name: "MyAzurEmulator", dependencies: ["TributaryEmulator"], swiftSettings: strict),
    .target(name: "ZendeskSellEmulator", dependencies: ["TributaryEmulator"], swiftSettings: strict),
    .target(name: "SharespineEmulator", dependencies: ["TributaryEmulator"], swiftSettings: strict),

    .executableTarget(
      name: "TributaryCommand",
      dependencies: [
        "MyAzur", "ZendeskSell", "Sharespine", "TributaryFleet", "TributarySQLite", "MyAzurEmulator",
        "ZendeskSellEmulator", "SharespineEmulator",
        .target(name: "TributaryPostgreSQL", condition: .when(traits: ["PostgreSQL"])),
      ],
      swiftSettings: strict),

    // An expectation of equality that is quick to compile.
    .target(name: "Expect", path: "Tests/Expect", swiftSettings: strict),
    .testTarget(
      name: "TributaryJSONTests", dependencies: ["Expect", "TributaryJSON", "TributaryScan"], exclude: ["Corpus.txt"],
      swiftSettings: strict),
    .testTarget(
      name: "TributaryLanguageTests", dependencies: ["TributaryJSON", "TributaryLanguage"], exclude: ["Fixtures"],
      swiftSettings: strict),
    .target(name: "Market", dependencies: ["Tributary"], path: "Tests/Market", swiftSettings: strict),
    .testTarget(
      name: "TributaryEmitterTests",
      dependencies: ["Expect", "Market", "TributaryEmitter", "TributaryLanguage", "Tributary", "TributaryJSON"],
      exclude: ["Fixtures"],
      swiftSettings: strict),
    .testTarget(
      name: "TributaryTests",
      dependencies: [
        "Expect", "PostgreSQLServer", "Tributary", "TributaryEmulator", "TributaryPostgreSQL", "TributarySQLite",
        "TributaryURLSession",
      ],
      exclude: ["Fixtures"], swiftSettings: strict),
    // A server of the tests' own.
    .target(
      name: "PostgreSQLServer", dependencies: ["TributaryHTTP"], path: "Tests/PostgreSQLServer", swiftSettings: strict),
    .testTarget(
      name: "StoreTests",
      dependencies: ["Expect", "PostgreSQLServer", "Tributary", "TributaryPostgreSQL", "TributarySQLite"],
      swiftSettings: strict),
    .testTarget(
      name: "PostgreSQLTests",
      dependencies: [
        "Expect", "PostgreSQLServer", "TestSupport", "Tributary", "TributaryEmulator", "TributaryFleet",
        "TributaryPostgreSQL", "ZendeskSell", "ZendeskSellEmulator",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "FleetTests",
      dependencies: ["Expect", "TestSupport", "Tributary", "TributaryEmulator", "TributaryFleet", "TributarySQLite"],
      swiftSettings: strict),
    // Services that several suites are tested against.
    .target(
      name: "TestSupport", dependencies: ["Expect", "TributaryEmulator", "TributaryFleet", "ZendeskSellEmulator"],
      path: "Tests/Support",
      swiftSettings: strict),
    .testTarget(
      name: "EmulatorTests",
      dependencies: ["Expect", "MyAzurEmulator", "SharespineEmulator", "TestSupport", "ZendeskSellEmulator"],
      swiftSettings: strict),
    .testTarget(
      name: "MyAzurTests", dependencies: ["MyAzur", "MyAzurEmulator", "TestSupport", "TributarySQLite"],
      exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "ZendeskSellTests",
      dependencies: ["TestSupport", "ZendeskSell", "TributarySQLite", "ZendeskSellEmulator"],
      exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "SharespineTests", dependencies: ["TestSupport", "Sharespine", "TributarySQLite", "SharespineEmulator"],
      exclude: ["Fixtures"],
      swiftSettings: strict),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "Library", "PostgreSQLServer", "TestSupport", "Tributary", "TributaryCommand", "TributarySQLite",
        "MyAzurEmulator", "SharespineEmulator", "ZendeskSellEmulator",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "PackageTests", dependencies: ["TributaryJSON", "tributary-generator"], exclude: ["Fixture"],
      swiftSettings: strict),

    // What holds for the package as a whole: names that hide nothing, arrows one way.
    .testTarget(
      name: "HouseTests",
      dependencies: [
        "MyAzur", "MyAzurEmulator", "Sharespine", "SharespineEmulator", "TributaryFleet", "TributaryLanguage",
        "TributarySQLite", "ZendeskSell", "ZendeskSellEmulator",
      ],
      swiftSettings: strict),

    // What the README shows: its specs, generated into a module, and its Swift, compiled and run.
    .target(
      name: "Library", dependencies: ["Tributary"], path: "Tests/Library", exclude: ["Specs"],
      plugins: ["TributaryPlugin"]),
    .testTarget(
      name: "ReadmeTests",
      dependencies: [
        "Library", "MyAzur", "MyAzurEmulator", "Sharespine", "SharespineEmulator", "TributarySQLite", "ZendeskSell",
        "ZendeskSellEmulator",
      ],
      swiftSettings: strict),

    // What the README claims about speed. It runs the two programs, which are therefore built with it.
    .target(name: "Allocations", path: "Tests/Allocations"),
    .executableTarget(
      name: "TributaryBenchmark",
      dependencies: [
        "Allocations", "MyAzur", "PostgreSQLServer", "Sharespine", "TributaryCommand", "TributaryEmulator",
        "TributaryFleet", "TributaryPostgreSQL", "TributarySQLite", "TributaryURLSession", "ZendeskSell",
        "tributary-generator",
      ],
      path: "Tests/Benchmarks",
      exclude: ["figures.svg", "thresholds.json"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
