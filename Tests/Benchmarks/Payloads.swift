/// Bodies as the services send them.
enum Payloads {
  /// A page of the Sell queue with 100 leads, their fields in the order of the service's documentation.
  static let queuePage = queuePage { $0 }

  /// The same page with the names of a lead in the order in which PostgreSQL's `jsonb` keeps them: the shortest first.
  static let reorderedPage = queuePage { members in
    members.sorted { left, right in
      let counts = (left.name.utf8.count, right.name.utf8.count)
      return counts.0 == counts.1 ? left.name < right.name : counts.0 < counts.1
    }
  }

  /// The same page with descriptions of one to three thousand bytes, one of ten in a script that is not ASCII.
  static let longTextPage = queuePage { members in
    let id = Int(members[0].value) ?? 0
    let sentence =
      id % 10 == 0
      ? "Кедр растёт на берегу озера, где ветер стихает к вечеру. "
      : "The visit went well, and they would like a quote for forty desks before the end of the month. "
    let paragraph = String(repeating: sentence, count: 3) + #"\n\n"#
    let text = String(repeating: paragraph, count: 4 + id % 8)
    return members.map { $0.name == "description" ? ($0.name, "\"\(text)\"") : $0 }
  }

  /// The same page with as many fields again that the spec does not know.
  static let unknownFieldPage = queuePage { members in
    let id = Int(members[0].value) ?? 0
    let unknown: [Member] = [
      ("score", "0.\(1000 + id % 9000)"), ("is_hot", id % 2 == 0 ? "true" : "false"), ("last_viewed_by", "null"),
      ("pipeline_hint", #""enterprise-and-public-sector""#), ("locale", #""sv_SE""#),
      ("time_zone", #""Europe/Stockholm""#),
      ("consent", #"{"newsletter":true,"calls":false,"given_at":"2014-08-27T16:32:56Z","source":"web form"}"#),
      ("visits", #"[{"page":"/pricing","seconds":41},{"page":"/","seconds":3.5},{"page":"/contact","seconds":120}]"#),
      ("geo", #"{"latitude":41.652901,"longitude":-70.288849,"accuracy":1.2e3}"#),
      ("summary", #""Came by \"word of mouth\"\nAsks for a call in the afternoon""#), ("labels", "[]"), ("extra", "{}"),
      ("campaign", #"{"id":\#(id % 97),"name":"Spring","utm":{"source":"letter","medium":"post","term":null}}"#),
      ("history", "[\((0..<12).map { "\(1_400_000_000 + id * $0)" }.joined(separator: ","))]"),
    ]
    // One after each known field, as far as they go.
    return zip(members, unknown).flatMap { [$0, $1] } + members.dropFirst(unknown.count)
  }

  /// A list of 1,000 My Azur documents, its keys in the order in which the service sends them.
  static let documentList: String = {
    let documents = (0..<1000).map { index in
      let day = "2023-\(two(1 + index % 12))-\(two(1 + index % 28))"
      let user = "\"abc123-def456-ghi789-jkl012\""
      return """
        {"created_at":"\(day)T21:56:19.931579","created_by":\(user),"folder_id":5,"id":\(6 + index * 5),\
        "incoming":\(index % 3 > 0),"response_status_id":\(1 + index % 4),"status_changed_at":"\(day)T22:01:07.314652",\
        "status_id":\(1 + index % 13),"updated_at":"\(day)T21:56:19.931579","updated_by":\(user)}
        """
    }
    return #"{"created_at":"2024-01-09T15:56:58.059944","objects":[\#(documents.joined(separator: ","))]}"#
  }()

  /// A page of 100 products, with two fields that the spec does not know.
  static let productPage: String = {
    let products = (0..<100).map { index in
      """
      {"localId":"5f0c7d1e9b\(1000 + index)","href":"/product/5f0c7d1e9b\(1000 + index)","remoteId":"p-\(index)",\
      "sku":"\(1001 + index)","stock":"\(index * 3).50","stockType":"stocked","vatRatePercent":"25",\
      "created":"2023-10-04T21:56:19Z","lastModified":"2024-01-09T15:56:\(two(index % 60))Z",\
      "name":"Lamp number \(index)","netWeight":"1.25"}
      """
    }
    return "[\(products.joined(separator: ","))]"
  }()

  private typealias Member = (name: String, value: String)

  /// A page whose leads have what is made of their members.
  private static func queuePage(_ change: ([Member]) -> [Member]) -> String {
    let items = (0..<100).map { index in
      let key = "Lead-\(187_596_661 + index)-\(index + 1)"
      let sync = #"{"event_type":"created","ack_key":"\#(key)","revision":\#(index + 1)}"#
      let lead = change(lead(index)).map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",")
      return #"{"data":{\#(lead)},"meta":{"type":"lead","sync":\#(sync)}}"#
    }
    return #"{"items":[\#(items.joined(separator: ","))],"meta":{"type":"collection","count":100,"count_left":4000}}"#
  }

  private static func lead(_ index: Int) -> [Member] {
    let isAccented = index % 10 == 0
    let (first, last) = isAccented ? ("Åsa-Märta", "Öberg") : ("Mark", "Johnson")
    let text = isAccented ? #"Knows \"Tom\".\nAsked for a quote"# : "I know him via Tom; wants an answer soon"
    let name = "\(last.lowercased())\(index)"
    let address =
      #"{"line1":"2726 Smith Street","city":"Hyannis","postal_code":"02601","state":"MA","country":"US"}"#
    func quoted(_ text: String) -> String { "\"\(text)\"" }
    return [
      ("id", "\(1_000_000 + index * 37)"), ("creator_id", "\(1 + index % 7)"), ("owner_id", "\(1 + index % 5)"),
      ("first_name", quoted(first)), ("last_name", quoted(last)),
      ("organization_name", quoted("Design Services Company \(index)")), ("status", quoted("New")),
      ("source_id", "\(index % 11)"), ("title", quoted("CEO")), ("description", quoted(text)),
      ("industry", quoted("Design Services")), ("website", quoted("http://www.designservice.com")),
      ("email", quoted("\(name)@designservices.com")), ("phone", quoted("508-778-6516")),
      ("mobile", index % 4 == 0 ? "null" : quoted("508-778-6516")), ("fax", quoted("+44-208-1234567")),
      ("twitter", quoted(name)), ("facebook", quoted(name)), ("linkedin", quoted(name)), ("skype", "null"),
      ("address", address), ("tags", #"["important","friend"]"#), ("custom_fields", #"{"known_via":"tom"}"#),
      ("created_at", quoted("2014-08-27T16:32:56Z")), ("updated_at", quoted("2014-08-27T17:32:56Z")),
    ]
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
