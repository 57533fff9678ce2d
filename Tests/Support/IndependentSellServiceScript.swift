/// The records that the second service begins with.
///
/// Deals come before their contacts, identifiers go beyond what a double can hold, types appear that no documentation
/// names, members that no table lists, and one record whose address is not an address.
enum IndependentSellServiceScript {
  static let records: [(type: String, id: Int, json: String)] = [
    (
      "deal", 9_007_199_254_740_993,
      #"""
      { "value" : "1000.50", "name" : "Big \u0022deal\u0022", "id" : 9007199254740993, "contact_id" : 4294967299,
        "custom_fields" : { "Very_Complicated.CustomField" : "XX OO XX" }, "organization_id" : null,
        "associated_contacts" : { "meta" : { "count" : 0, "type" : "collection" } }, "probability_band" : "B" }
      """#
    ),
    ("deal", 2, #"{"id":2,"value":2500,"hot":true,"currency":"EUR","estimated_close_date":"2015-06-19"}"#),
    ("deal", 3, #"{"id":3,"value":null,"added_at":"2014-08-27T16:32:56Z"}"#),
    (
      "contact", 4_294_967_299,
      #"{ "is_organization" : true, "name" : "Zaj\u0105c & Co", "id" : 4294967299, "address" : { "line1" : "7" } }"#
    ),
    ("contact", 5, #"{"id":5,"name":"No Address","address":"Main Street 1, Springfield"}"#),
    ("contact", 6, #"{"id":6,"last_name":"O'Brien","tags":["a","b"],"customer_status":"undecided"}"#),
    ("lead", 7, #"{"last_name":"Only","id":7}"#),
    ("lead", 8, #"{"id":8,"organization_name":"Łódź 🙂","status":"Unqualified 2","custom_fields":{"Seats":"12"}}"#),
    ("lead", 9, #"{"id":9,"last_name":"Nulls","first_name":null,"address":null,"tags":null,"custom_fields":null}"#),
    ("smart_list", 10, #"{"id":10,"query":{"and":[]},"weight":1.5e3}"#),
    ("smart_list", 11, #"{ "id" : 11 }"#),
    ("user", 12, #"{"id":12,"name":"Agent","zendesk_user_id":"900000000001","type":"developer","roles":[]}"#),
    ("account", 13, #"{"id":13,"name":"Different","plan":"enterprise","timezone":"UTC-05:00"}"#),
    (
      "pipeline", 14,
      #"""
      {"id":14,"name":"P","stages":{"items":[{"meta":{"type":"stage"},"data":{"name":"Incoming","id":15}}]}}
      """#
    ),
    ("source", 16, #"{"id":16,"name":"Fair","resource_type":"lead"}"#),
    ("loss_reason", 17, #"{"id":17,"name":"Too expensive"}"#),
    ("note", 18, #"{"id":18,"resource_type":"lead","resource_id":7,"content":"line 1\nline 2"}"#),
    ("task", 19, #"{"id":19,"content":"Call","completed":false,"due_date":null,"resource_type":null}"#),
    ("tag", 20, #"{"id":20,"name":"a","resource_type":"contact"}"#),
    ("call", 21, #"{"id":21,"phone_number":"+44-208-1234567","duration":61,"associated_deal_ids":[2]}"#),
  ]
}
