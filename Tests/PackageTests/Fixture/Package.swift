// swift-tools-version: 6.1
import PackageDescription

// A package of someone else's, which depends on Tributary in a folder of any name.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .unsafeFlags(["-warnings-as-errors"]),
]

#if compiler(>=6.2)
let mainActor: [SwiftSetting] = [.unsafeFlags(["-default-isolation", "MainActor"])]
#else
let mainActor: [SwiftSetting] = []
#endif

let package = Package(
  name: "consumer",
  platforms: [.macOS(.v15), .iOS(.v18)],
  dependencies: [.package(path: "../A clone (of Tributary)")],
  targets: [
    .target(
      name: "Shop", dependencies: [.product(name: "Tributary", package: "A clone (of Tributary)")], exclude: ["Specs"],
      swiftSettings: strict, plugins: [.plugin(name: "TributaryPlugin", package: "A clone (of Tributary)")]),
    .target(
      name: "Isolated", dependencies: [.product(name: "Tributary", package: "A clone (of Tributary)")],
      exclude: ["Specs"], swiftSettings: strict + mainActor,
      plugins: [.plugin(name: "TributaryPlugin", package: "A clone (of Tributary)")]),
    .executableTarget(name: "Check", dependencies: ["Shop", "Isolated"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
