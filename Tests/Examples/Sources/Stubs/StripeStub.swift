import Tributary
public import TributaryEmulator
import TributaryJSON

/// Customers and charges as Stripe gives them: nested forms, cursors by the last item, objects or their identifiers, a
/// deleted customer under the same status.
public func stripeStub() -> RoutedService<[String]> {
  RoutedService([]) {
    Route("GET /v1/customers") { call, _ in
      guard call.request.headers["Stripe-Version"] == "2024-06-20" else { return HTTPResponse(status: 400) }
      let size = call.query["limit"].flatMap { Int($0) } ?? 10
      let start = call.query["starting_after"].flatMap { Int($0.suffix(1)) } ?? 0
      let numbers = Array((1...7).dropFirst(start).prefix(size))
      return .json(200, list(numbers.map { customer($0) }, hasMore: start + size < 7))
    }
    Route("POST /v1/customers") { call, sent in
      guard let form = form(call) else { return wrongContent }
      sent.append(call.request.body?.text ?? "")
      return .json(200, customer(1, ["metadata": .object(metadata(form))]))
    }
    Route("GET /v1/customers/{id}") { call, _ in
      call.parameters["id"] == "cus_gone"
        ? .json(200, ["id": "cus_gone", "object": "customer", "deleted": true] as JSONValue) : .json(200, customer(1))
    }
    Route("POST /v1/customers/{id}") { call, sent in
      guard form(call) != nil else { return wrongContent }
      sent.append(call.request.body?.text ?? "")
      return .json(200, customer(1))
    }
    Route("DELETE /v1/customers/{id}") { call, _ in
      .json(200, ["id": .string(call.parameters["id"] ?? ""), "object": "customer", "deleted": true] as JSONValue)
    }
    Route("POST /v1/charges") { call, sent in
      guard let form = form(call) else { return wrongContent }
      sent.append(call.request.body?.text ?? "")
      guard form["amount"] != "1" else {
        let error: JSONValue = ["type": "card_error", "code": "card_declined", "message": "Your card was declined."]
        return .json(402, ["error": error] as JSONValue)
      }
      return .json(200, charge(customer: "cus_001"))
    }
    Route("GET /v1/charges/{id}") { call, _ in
      .json(200, charge(customer: call.query["expand[]"] == "customer" ? customer(1) : "cus_001"))
    }
    Route("GET /v1/events") { _, _ in
      let objects: [JSONValue] = [
        customer(2), charge(customer: "cus_001"), ["id": "in_1", "object": "invoice"],
      ]
      return .json(
        200,
        list(
          objects.enumerated().map { number, object in
            [
              "id": .string("evt_\(number)"), "type": "x.created", "created": 1, "data": ["object": object],
            ]
          }, hasMore: false))
    }
  }
}

private let wrongContent = HTTPResponse.json(
  400,
  [
    "error": ["type": "invalid_request_error", "message": "check that your POST content type is a form"] as JSONValue
  ] as JSONValue)

private func form(_ call: EmulatedCall) -> [String: String]? {
  guard call.request.headers["Content-Type"] == "application/x-www-form-urlencoded",
    let target = RequestTarget("http://form/?" + (call.request.body?.text ?? ""))
  else { return nil }
  return target.query
}

private func metadata(_ form: [String: String]) -> JSONFields {
  var fields = JSONFields()
  for (name, value) in form where name.hasPrefix("metadata[") {
    fields[String(name.dropFirst("metadata[".count).dropLast())] = .string(value)
  }
  return fields
}

private func list(_ items: [JSONValue], hasMore: Bool) -> JSONValue {
  ["object": "list", "url": "/v1/list", "has_more": .bool(hasMore), "data": .array(items)]
}

private func customer(_ number: Int, _ changes: JSONFields = [:]) -> JSONValue {
  let card: JSONValue = [
    "id": "card_1", "object": "card", "brand": "Visa", "last4": "4242", "exp_month": 4, "exp_year": 2030,
  ]
  let sources: [JSONValue] = [.null, card, "card_abc"]
  var fields: JSONFields = [
    "id": .string("cus_00\(number)"), "object": "customer", "created": .number(JSONNumber(1_680_893_993 + number)),
    "livemode": false, "name": number == 2 ? .null : .string("N\(number)"), "email": .string("a\(number)@example.com"),
    "balance": 0, "address": number % 2 == 0 ? ["line1": "1 Way", "city": "SF", "state": "CA"] : .null,
    "metadata": number % 2 == 0 ? ["order_id": "6735"] : [:], "tax_exempt": "none",
    "default_source": sources[number % 3], "invoice_prefix": "ABC",
  ]
  for (name, value) in changes { fields[name] = value }
  return .object(fields)
}

private func charge(customer: JSONValue) -> JSONValue {
  [
    "id": "ch_1", "object": "charge", "amount": 1099, "currency": "usd", "created": 1_679_090_539, "paid": true,
    "customer": customer, "metadata": [:], "payment_method_details": ["type": "card", "card": ["brand": "visa"]],
  ]
}
