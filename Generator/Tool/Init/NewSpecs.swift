extension NewPackage {
  /// The models of the specs, whose names the module cannot have.
  static let models: Set = ["ChangeList", "Note", "NoteDraft", "NotePatch", "Page", "Problem"]

  /// The spec of what is common to the API.
  var api: String {
    """
    {
      "module": "\(name)",
      "summary": "A service that keeps notes.",
      "environments": { "production": "https://api.example.com" },
      "authentication": "bearer",
      "names": "snake_case",
      "identifiers": "int",
      "errors": "Problem",
      "resources": {
        "list": "Page<Item>",
        "query": { "after": "int?", "limit": "int?" },
        "pages": { "cursor": "after", "next": "next", "items": "items" },
        "actions": { "update": { "request": "PATCH /{id}" } }
      }
    }

    """
  }

  /// The spec of what every resource uses.
  var shared: String {
    """
    {
      "models": {
        "Page<Item>": {
          "summary": "A part of a list.",
          "fields": { "items": "records<Item>", "next": "int?" }
        },
        "ChangeList": {
          "summary": "What changed since a token, and the token for the next time.",
          "fields": { "notes": "records<Note>?", "token": "string" }
        },
        "Problem": {
          "summary": "Why a call failed.",
          "fields": { "message": "string" }
        }
      },
      "endpoints": {
        "changes.list": {
          "summary": "Everything that changed since a token; everything there is without one.",
          "request": "GET /changes",
          "query": { "since": "string?" },
          "responses": { "200": "ChangeList" }
        }
      }
    }

    """
  }

  /// The spec of the one resource.
  var notes: String {
    """
    {
      "models": {
        "Note": {
          "summary": "Something to remember.",
          "record": "note",
          "readOnly": ["id", "is_deleted"],
          "fields": {
            "id": "id",
            "text": "string",
            "is_done": "bool",
            "due": "date?",
            "is_deleted": { "type": "bool?", "summary": "Whether the note is gone; only among changes." }
          }
        },
        "NoteDraft": { "draftOf": "Note", "required": ["text"] },
        "NotePatch": { "patchOf": "Note" }
      },
      "resources": {
        "notes": {
          "path": "/notes",
          "of": "Note",
          "actions": ["list", "get", "create", "update", "delete"]
        }
      }
    }

    """
  }
}
