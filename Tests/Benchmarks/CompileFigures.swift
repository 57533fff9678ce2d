import Foundation

/// How long compilers take, in debug builds: the generator from nothing, and what it makes of a large spec folder.
enum CompileFigures {
  static func all() throws -> [Figure] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tributary-benchmark-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let env = URL(filePath: "/usr/bin/env")
    let tool = try MeasuredProcess.run(
      env, ["swift", "build", "--package-path", try generatorAlone(in: folder, of: repository).path])
    let package = folder.appending(path: "Consumer")
    let specs = package.appending(path: "Sources/Synthetic/Specs")
    try SyntheticSpecs.write(to: specs)
    let manifest = """
      // swift-tools-version: 6.1
      import PackageDescription
      let package = Package(
        name: "consumer", platforms: [.macOS(.v15)],
        dependencies: [.package(name: "tributary", path: "\(repository.path)")],
        targets: [
          .target(
            name: "Synthetic", dependencies: [.product(name: "Tributary", package: "tributary")], exclude: ["Specs"],
            plugins: [.plugin(name: "TributaryPlugin", package: "tributary")])
        ])
      """
    try Data(manifest.utf8).write(to: package.appending(path: "Package.swift"))
    try Data("// Everything comes from Specs.\n".utf8)
      .write(to: package.appending(path: "Sources/Synthetic/Synthetic.swift"))
    // First without anything to compile but the package itself, then what the large folder adds.
    let parts = try FileManager.default.contentsOfDirectory(at: specs, includingPropertiesForKeys: nil)
      .filter { $0.lastPathComponent != "api.json" }
    let aside = folder.appending(path: "aside")
    try FileManager.default.createDirectory(at: aside, withIntermediateDirectories: true)
    for part in parts { try FileManager.default.moveItem(at: part, to: aside.appending(path: part.lastPathComponent)) }
    _ = try MeasuredProcess.run(env, ["swift", "build", "--package-path", package.path])
    for part in parts { try FileManager.default.moveItem(at: aside.appending(path: part.lastPathComponent), to: part) }
    let output = try MeasuredProcess.run(env, ["swift", "build", "--package-path", package.path])
    return [
      Figure(
        key: "compile/tool", title: "Build the generator from nothing", value: tool.seconds, unit: "s",
        detail: "debug, the whole of swift build, once as for a plugin"),
      Figure(
        key: "compile/output", title: "Build 300 models and 300 endpoints", value: output.seconds, unit: "s",
        detail: "debug, the whole of swift build"),
    ]
  }

  /// A package of the generator and nothing else. In its own package it is built twice: for the plugin that makes the
  /// SDKs, and as a product. A package that uses the plugin builds it once.
  private static func generatorAlone(in folder: URL, of repository: URL) throws -> URL {
    let package = folder.appending(path: "Generator")
    try FileManager.default.createDirectory(at: package, withIntermediateDirectories: true)
    for name in ["Sources", "Generator"] {
      try FileManager.default.createSymbolicLink(
        at: package.appending(path: name), withDestinationURL: repository.appending(path: name))
    }
    let manifest = """
      // swift-tools-version: 6.1
      import PackageDescription
      let features: [SwiftSetting] = [
        .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
      ]
      let package = Package(
        name: "generator", platforms: [.macOS(.v15)],
        targets: [
          .target(name: "TributaryScan"),
          .target(name: "TributaryJSON", dependencies: ["TributaryScan"], swiftSettings: features),
          .target(
            name: "TributaryLanguage", dependencies: ["TributaryJSON"], path: "Generator/Language",
            swiftSettings: features),
          .target(
            name: "TributaryEmitter", dependencies: ["TributaryLanguage"], path: "Generator/Emitter",
            swiftSettings: features),
          .executableTarget(
            name: "tributary-generator", dependencies: ["TributaryEmitter", "TributaryLanguage"],
            path: "Generator/Tool", swiftSettings: features),
        ],
        swiftLanguageModes: [.v6])
      """
    try Data(manifest.utf8).write(to: package.appending(path: "Package.swift"))
    return package
  }
}
