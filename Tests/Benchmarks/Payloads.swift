/// Bodies as the services send them.
enum Payloads {
  /// A page of the Sell queue with 100 leads, their fields in the order of the service's documentation.
  static let queuePage: String = {
    let items = (0..<100).map { index in
      let key = "Lead-\(187_596_661 + index)-\(index + 1)"
      let sync = #"{"event_type":"created","ack_key":"\#(key)","revision":\#(index + 1)}"#
      return #"{"data":\#(lead(index)),"meta":{"type":"lead","sync":\#(sync)}}"#
    }
    return #"{"items":[\#(items.joined(separator: ","))],"meta":{"type":"collection","count":100,"count_left":4000}}"#
  }()

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

  private static func lead(_ index: Int) -> String {
    let isAccented = index % 10 == 0
    let (first, last) = isAccented ? ("Åsa-Märta", "Öberg") : ("Mark", "Johnson")
    let text = isAccented ? #"Knows \"Tom\".\nAsked for a quote"# : "I know him via Tom; wants an answer soon"
    let name = "\(last.lowercased())\(index)"
    let address =
      #"{"line1":"2726 Smith Street","city":"Hyannis","postal_code":"02601","state":"MA","country":"US"}"#
    return """
      {"id":\(1_000_000 + index * 37),"creator_id":\(1 + index % 7),"owner_id":\(1 + index % 5),\
      "first_name":"\(first)","last_name":"\(last)","organization_name":"Design Services Company \(index)",\
      "status":"New","source_id":\(index % 11),"title":"CEO","description":"\(text)","industry":"Design Services",\
      "website":"http://www.designservice.com","email":"\(name)@designservices.com","phone":"508-778-6516",\
      "mobile":\(index % 4 == 0 ? "null" : "\"508-778-6516\""),"fax":"+44-208-1234567","twitter":"\(name)",\
      "facebook":"\(name)","linkedin":"\(name)","skype":null,"address":\(address),"tags":["important","friend"],\
      "custom_fields":{"known_via":"tom"},"created_at":"2014-08-27T16:32:56Z","updated_at":"2014-08-27T17:32:56Z"}
      """
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
