import TributaryLanguage

/// A package that `init` writes: an API of one resource, an emulator of it, a sync, a test, and a program that shows
/// them.
struct NewPackage {
  /// One file, by its path in the package.
  struct File {
    var path: String
    var text: String
  }

  /// The module's name: `Shop`.
  let name: String
  let source: PackageSource

  /// The file of the database that the package's program writes.
  var database: String { "\(ModuleName.service(of: name)).sqlite" }

  /// What the database calls the table of notes.
  private var view: String {
    let service = ModuleName.service(of: name).replacing("-", with: "_")
    // SQLite reserves the prefix.
    return service == "sqlite" || service.hasPrefix("sqlite_") ? "_\(service)_note" : "\(service)_note"
  }

  /// The files, all of which end with a line break.
  var files: [File] {
    [
      File(path: "Package.swift", text: manifest),
      File(path: "README.md", text: readme),
      File(path: ".gitignore", text: ".build/\n.swiftpm/\nPackage.resolved\n*.sqlite*\n"),
      File(path: "Sources/\(name)/Specs/api.json", text: api),
      File(path: "Sources/\(name)/Specs/shared.json", text: shared),
      File(path: "Sources/\(name)/Specs/notes.json", text: notes),
      File(path: "Sources/\(name)/\(name)Client.swift", text: adapter),
      File(path: "Sources/\(name)Emulator/\(name)Emulator.swift", text: emulator),
      File(path: "Sources/\(name)Sync/main.swift", text: program),
      File(path: "Tests/\(name)Tests/\(name)Tests.swift", text: test),
    ]
  }

  /// What to do next, for a person who has just made the package.
  var welcome: String {
    """
    Made \(name): an SDK for one resource, an emulator of the service, a sync and a test.

      cd \(name)
      swift run \(name)Sync    # syncs the emulated service into \(database), changes it, syncs again
      swift test

    README.md there says how to make it an SDK for your own API.
    """
  }

  private var manifest: String {
    """
    // swift-tools-version: 6.1
    import PackageDescription

    let tributary = "\(source.identity)"

    let package = Package(
      name: "\(name)",
      platforms: [.macOS(.v15), .iOS(.v18)],
      products: [.library(name: "\(name)", targets: ["\(name)"])],
      dependencies: [\(source.dependency)],
      targets: [
        // The SDK: generated from the specs, with a handwritten sync.
        .target(
          name: "\(name)",
          dependencies: [.product(name: "Tributary", package: tributary)],
          exclude: ["Specs"],
          plugins: [.plugin(name: "TributaryPlugin", package: tributary)]),

        // The service, for tests and demonstrations.
        .target(
          name: "\(name)Emulator",
          dependencies: [
            .product(name: "Tributary", package: tributary),
            .product(name: "TributaryEmulator", package: tributary),
          ]),

        // The program that shows a sync.
        .executableTarget(
          name: "\(name)Sync",
          dependencies: [
            "\(name)", "\(name)Emulator",
            .product(name: "TributarySQLite", package: tributary),
          ]),

        .testTarget(
          name: "\(name)Tests",
          dependencies: ["\(name)", "\(name)Emulator"]),
      ],
      swiftLanguageModes: [.v6]
    )

    """
  }

  private var readme: String {
    """
    # \(name)

    A Swift SDK for an API, with a local copy of its records. The client and the models are generated from the specs in
    `Sources/\(name)/Specs` whenever the package is built, by Tributary: `\(source.place)`.

    ```sh
    swift run \(name)Sync    # syncs the emulated service into \(database), changes it, syncs again
    swift test
    sqlite3 \(database) 'SELECT id, text, is_done FROM \(view)'
    ```

    | file | what it holds |
    | --- | --- |
    | `Sources/\(name)/Specs/api.json` | the address, the authentication, how lists are paged |
    | `Sources/\(name)/Specs/notes.json` | the notes: their fields and their endpoints |
    | `Sources/\(name)/Specs/shared.json` | what every resource uses: pages, changes, errors |
    | `Sources/\(name)/\(name)Client.swift` | the sync |
    | `Sources/\(name)Emulator` | the service, emulated |
    | `Sources/\(name)Sync` | the program that shows a sync |
    | `Tests/\(name)Tests` | the test |

    ## Change a field

    Add it to `fields` in `notes.json`, such as `"color": "string?"`, and build. The mark `?` says that a note may lack the
    field; the emulator keeps whatever a note is sent. If every note has the field, write `"color": "string"` and give new
    notes of the emulator a value: `["is_done": false, "color": "yellow"]`.

    ## Add a resource

    1. Copy `notes.json` to `tags.json`. In the copy, call the models `Tag`, `TagDraft` and `TagPatch`, the record `tag`, the
       resource `tags` and its path `/tags`, and give the tags their fields.
    2. In `shared.json`, add `"tags": "records<Tag>?"` to the fields of `ChangeList`.
    3. In `\(name)Client.swift`, add `.records(\\.tags, deleted: \\.isDeleted)` to the rows.
    4. In the emulator, add `"tags": [:]` to the lists.

    `client.tags` now calls the endpoints, and `store.all(Tag.self)` reads the synced tags.

    ## Make it your API

    Put your service's address into `api.json` and its resources beside it. A client without a transport calls that address:
    `Client(token: Secret(token))`. Make the emulator behave as your service does.

    The emulated service returns changes for a token, deletions included. If yours has no such endpoint, Tributary has other
    protocols, such as a list of what was modified since a time: see *Sync your own API* in its documentation. The language
    of the specs is described in `Specs/README.md` of Tributary. To check specs without a build:

    ```sh
    swift run tributary-generator check Sources/\(name)/Specs
    ```

    """
  }

  /// The adapter between the client and the store.
  private var adapter: String {
    """
    // The client and the models are generated from the specs beside this file.
    import Tributary

    extension Client {
      /// Makes a store equal to the service: the first run reads everything, later runs the changes.
      public func sync(into store: any SyncStore) -> SyncSequence {
        let changes = SyncStream.tokenCursor(
          SyncSource(service, of: Note.recordType),
          rows: [.records(\\.notes, deleted: \\.isDeleted)],
          token: \\.token
        ) { request in
          Changes.list(since: request.token)
        }
        return SyncSequence([changes], into: store, time: service.policy.time)
      }
    }

    """
  }
}
