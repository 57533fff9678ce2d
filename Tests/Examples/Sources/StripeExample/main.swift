import Stripe
import Stubs
import Tributary
import TributaryEmulator
import TributaryJSON

let stub = stripeStub()
let stripe = Client(token: "sk_test_1", transport: InProcessTransport(stub))

// Lists go on after the last item.
var sources: [String] = []
for try await customer in stripe.customers.all(limit: 3, expand: ["data.default_source"]) {
  switch customer.defaultSource {
  case .source(.card(let card)): sources.append(card.last4)
  case .id(let id): sources.append(id)
  case nil: sources.append("none")
  default: sources.append("?")
  }
}
check(
  "the sources of all customers", sources,
  equals: ["4242", "card_abc", "none", "4242", "card_abc", "none", "4242"])

// Objects and maps become brackets in a form.
let draft = CustomerDraft(name: "A", address: Address(line1: "1 & Way"), metadata: ["order_id": "6735"])
let made = try await stripe.customers.create(draft, idempotencyKey: "k1")
check("the metadata of a new customer", made.metadata, equals: ["order_id": "6735"])
check("when it was created", made.created, equals: Timestamp(secondsSince1970: 1_680_893_994))
let paid = try await stripe.charges.create(
  amount: 1099, currency: "usd", customer: made.id, shipping: Shipping(name: "B", address: Address(city: "SF")),
  idempotencyKey: "k2")
check("a charge", paid.amount, equals: 1099)
_ = try await stripe.customers.update(made.id, CustomerPatch(email: .clear))
check(
  "what was sent", stub.withState { $0 },
  equals: [
    "name=A&address%5Bline1%5D=1%20%26%20Way&metadata%5Border_id%5D=6735",
    "amount=1099&currency=usd&customer=cus_001&shipping%5Bname%5D=B&shipping%5Baddress%5D%5Bcity%5D=SF", "email=",
  ])

// A field is an object where it was expanded, else its identifier.
func customer(of charge: Charge) -> String {
  switch charge.customer {
  case .object(let customer): customer.email ?? ""
  case .id(let id): id.rawValue
  default: "?"
  }
}
check("an identifier", customer(of: try await stripe.charges.get(paid.id)), equals: "cus_001")
check("an object", customer(of: try await stripe.charges.get(paid.id, expand: ["customer"])), equals: "a1@example.com")

switch try await stripe.customers.get("cus_gone") {
case .deleted(let gone): check("a deleted customer", gone.id, equals: "cus_gone")
default: check("a deleted customer", "none", equals: "cus_gone")
}
check("deleting", try await stripe.customers.delete(made.id).deleted, equals: true)

var kinds: [String] = []
for try await event in stripe.events.all(types: ["x.created"]) {
  switch event.data.object {
  case .customer(let customer): kinds.append("customer \(customer.email ?? "")")
  case .charge(let charge): kinds.append("charge \(charge.amount)")
  case .other(let tag, _): kinds.append("other \(tag ?? "")")
  case .undecodable(_, _, let error): kinds.append("\(error)")
  }
}
check("events", kinds, equals: ["customer a2@example.com", "charge 1099", "other invoice"])

await check("a declined card", throws: { $0.model(as: ErrorEnvelope.self)?.error.code == "card_declined" }) {
  () async throws(APIError) in _ = try await stripe.charges.create(amount: 1, currency: "usd")
}
