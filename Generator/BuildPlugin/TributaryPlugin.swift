import Foundation
import PackagePlugin

/// Generates the Swift of a module from the specs in the `Specs` folder of its target.
///
/// The folder may be a symbolic link. It must be inside the target, because SwiftPM watches nothing else, and be named
/// in the target's `exclude`. One command makes all files, because every file can use what another one declares.
@main
struct TributaryPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let target = target as? any SourceModuleTarget else { return [] }
    return try SpecFolder(target.directoryURL.appending(path: "Specs"), of: target.name)
      .commands(tool: try context.tool(named: "tributary-generator").url, workFolder: context.pluginWorkDirectoryURL)
  }
}

#if canImport(XcodeProjectPlugin)
import XcodeProjectPlugin

extension TributaryPlugin: XcodeBuildToolPlugin {
  /// In an Xcode project, the specs lie in `Specs` in a folder named like the target.
  func createBuildCommands(context: XcodePluginContext, target: XcodeTarget) throws -> [Command] {
    let folder = context.xcodeProject.directoryURL.appending(path: target.displayName).appending(path: "Specs")
    return try SpecFolder(folder, of: target.displayName)
      .commands(tool: try context.tool(named: "tributary-generator").url, workFolder: context.pluginWorkDirectoryURL)
  }
}
#endif
