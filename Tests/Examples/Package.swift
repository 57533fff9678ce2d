// swift-tools-version: 6.1
import PackageDescription

// Three APIs as a user of Tributary would add them: a folder of specs and a program each, called against stubs. And
// programs that use an SDK that comes with Tributary: one watches a CRM, one is a worker for many accounts.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

func sdk(_ name: String) -> Target {
  .target(
    name: name, dependencies: [.product(name: "Tributary", package: "tributary")], exclude: ["Specs"],
    swiftSettings: strict, plugins: [.plugin(name: "TributaryPlugin", package: "tributary")])
}

func example(of sdk: String) -> Target {
  .executableTarget(name: sdk + "Example", dependencies: [.target(name: sdk), "Stubs"], swiftSettings: strict)
}

let package = Package(
  name: "examples",
  platforms: [.macOS(.v15), .iOS(.v18)],
  dependencies: [.package(name: "tributary", path: "../..")],
  targets: [
    sdk("GitHub"),
    sdk("Stripe"),
    sdk("Todoist"),
    // The services, emulated as far as the examples call them, and a check that ends a program.
    .target(
      name: "Stubs", dependencies: [.product(name: "TributaryEmulator", package: "tributary")],
      swiftSettings: strict),
    example(of: "GitHub"),
    example(of: "Stripe"),
    example(of: "Todoist"),
    // A program that prints what happens in an account.
    .executableTarget(
      name: "WatcherExample",
      dependencies: [
        "Stubs", .product(name: "ZendeskSell", package: "tributary"),
        .product(name: "ZendeskSellEmulator", package: "tributary"),
      ], swiftSettings: strict),
    // A worker that keeps many accounts of a service.
    .executableTarget(
      name: "FleetExample",
      dependencies: ["Stubs"]
        + ["Tributary", "TributaryEmulator", "TributaryFleet", "TributarySQLite", "ZendeskSell", "ZendeskSellEmulator"]
        .map { .product(name: $0, package: "tributary") },
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
