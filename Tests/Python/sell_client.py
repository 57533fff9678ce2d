"""Runs the official Zendesk Sell client, basecrm 1.2.9, against an emulated service.

    tributary serve zendesk-sell --records 500 --change-every 0
    python3 sell_client.py http://127.0.0.1:PORT 500

Exit code: 0 when everything is as expected, 1 otherwise, 3 when the client is not installed.
"""

import sys
import uuid

try:
    import basecrm
except ImportError:
    print("basecrm is not installed: pip install basecrm==1.2.9")
    sys.exit(3)


def sync(client, device):
    """One run of the client's own loop; the records that came, by type and id."""
    received = {}

    def store(meta, data):
        key = (meta.type, data.id)
        if meta.sync.event_type == "deleted":
            received.pop(key, None)
        else:
            received[key] = data
        return basecrm.Sync.ACK

    basecrm.Sync(client=client, device_uuid=device).fetch(store)
    return received


class Checks:
    def __init__(self):
        self.failures = 0

    def expect(self, what, actual, expected):
        ok = actual == expected
        self.failures += not ok
        print(f"{'ok  ' if ok else 'FAIL'} {what}: {actual!r}" + ("" if ok else f", expected {expected!r}"))


def check_sync(checks, client, count):
    device = str(uuid.uuid4())
    first = sync(client, device)
    checks.expect("records after the first sync", len(first), count)
    checks.expect("records that come again", len(sync(client, device)), 0)
    lead = client.leads.create(last_name="Synced")
    checks.expect("a new lead comes with the next sync",
                  [(key, data.last_name) for key, data in sync(client, device).items()], [(("lead", lead.id), "Synced")])
    print("     types: " + ", ".join(sorted({kind for kind, _ in first})))


def check_leads(checks, client):
    lead = client.leads.create(
        first_name="Zoë", last_name="Client", organization_name="Design Services", tags=["important"],
        address={"line1": "2726 Smith Street", "city": "Hyannis"}, custom_fields={"Known via": "Tom"})
    checks.expect("created lead", (lead.first_name, lead.status, lead.tags), ("Zoë", "New", ["important"]))
    same = client.leads.retrieve(lead.id)
    checks.expect("read lead", (same.id, same.custom_fields["Known via"], same.address.state), (lead.id, "Tom", None))
    changed = client.leads.update(lead.id, last_name="Changed")
    checks.expect("a partial update", (changed.first_name, changed.last_name), ("Zoë", "Changed"))
    found = client.leads.list(last_name="Changed", sort_by="last_name")
    checks.expect("filtered list", [each.id for each in found], [lead.id])
    checks.expect("page of leads", len(client.leads.list(page=1, per_page=10)), 10)
    checks.expect("deleted", client.leads.destroy(lead.id), True)
    try:
        client.leads.retrieve(lead.id)
        checks.expect("a deleted lead is gone", False, True)
    except basecrm.RequestError as error:
        checks.expect("a deleted lead is gone", (error.http_status, error.errors[0].code), (404, "not_found"))
    try:
        client.leads.create(first_name="Nobody")
        checks.expect("a lead needs a name", False, True)
    except basecrm.ResourceError as error:
        checks.expect("a lead needs a name", (error.http_status, error.errors[0].field), (422, "/last_name"))


def check_contacts(checks, client):
    company = client.contacts.create(is_organization=True, name="Design Services Company")
    person = client.contacts.create(first_name="Mark", last_name="Johnson", contact_id=company.id)
    checks.expect("created contact", (person.name, person.contact_id), ("Mark Johnson", company.id))
    checks.expect("read contact", client.contacts.retrieve(company.id).is_organization, True)
    checks.expect("filtered list", [each.id for each in client.contacts.list(contact_id=company.id)], [person.id])
    checks.expect("page of contacts", len(client.contacts.list(page=2, per_page=20)), 20)
    # This client reads a deal's value as a decimal, and sends it as text.
    deal = client.deals.create(name="Redesign", value="1000.50", contact_id=person.id)
    checks.expect("deal of a person", (str(deal.value), deal.organization_id), ("1000.50", company.id))
    checks.expect("a whole value", str(client.deals.update(deal.id, value=2000).value), "2000")
    contacts = client.associated_contacts.create(deal.id, contact_id=company.id, role="involved")
    checks.expect("associated contact", contacts.contact_id, company.id)
    checks.expect("detached", client.associated_contacts.destroy(deal.id, company.id), True)


def check_others(checks, client):
    checks.expect("account", client.accounts.self().currency, "USD")
    checks.expect("user", client.users.self().role, "admin")
    lists = [
        "deal_sources", "deal_unqualified_reasons", "lead_sources", "lead_unqualified_reasons", "loss_reasons", "notes",
        "orders", "pipelines", "products", "sources", "stages", "tags", "tasks", "text_messages", "users", "visits",
        "visit_outcomes",
    ]
    empty = [name for name in lists if not getattr(client, name).list(page=1, per_page=5)]
    checks.expect("lists without an item", empty, [])
    order = client.orders.list()[0]
    product = client.products.create(name="Lamp", prices=[{"amount": "12.3", "currency": "EUR"}])
    checks.expect("price", product.prices[0].amount, "12.30")
    item = client.line_items.create(order.id, product_id=product.id, quantity=2)
    checks.expect("line item", (item.name, item.quantity), ("Lamp", 2))
    checks.expect("line item gone", client.line_items.destroy(order.id, item.id), True)


def main():
    # This client refuses a token that has not exactly 64 characters.
    client = basecrm.Client(access_token="0123456789abcdef" * 4, base_url=sys.argv[1])
    checks = Checks()
    check_sync(checks, client, int(sys.argv[2]))
    check_leads(checks, client)
    check_contacts(checks, client)
    check_others(checks, client)
    print("The official client is content." if not checks.failures else f"{checks.failures} checks failed.")
    return 1 if checks.failures else 0


if __name__ == "__main__":
    sys.exit(main())
