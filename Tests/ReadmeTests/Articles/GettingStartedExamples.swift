// The Swift of the article *Getting started*, in its words and order.

import Foundation
import MyAzur
import Tributary
import TributaryJSON
import ZendeskSell

enum GettingStartedExamples {
  static func create(token: Secret) async throws -> Lead {
    let crm = ZendeskSell.Client(token: token)
    let lead = try await crm.leads.get(5)
    return lead
  }

  static func policy(token: Secret) -> ZendeskSell.Client {
    var policy = ClientPolicy(callsPerSecond: 10, userAgent: "MyProgram/2.1")
    policy.limits.deadline = .seconds(30)
    policy.retry.attempts = 6
    policy.log = { record in print(record) }
    let crm = ZendeskSell.Client(token: token, policy: policy)
    return crm
  }

  static func write(_ crm: ZendeskSell.Client) async throws -> Lead {
    let lead = try await crm.leads.create(LeadDraft(lastName: "Nowak", email: "nowak@example.com"))
    let changed = try await crm.leads.update(lead.id, LeadPatch(status: "Working", email: .clear))
    return changed
  }

  static func errors(_ crm: ZendeskSell.Client, print: (Any...) -> Void) async {
    do throws(APIError) {
      _ = try await crm.leads.create(LeadDraft(lastName: ""))
    } catch {
      if let list = error.model(as: ErrorList.self) {
        for item in list.errors { print(item.error.field ?? "", item.error.message ?? "") }
      } else {
        print(error)
      }
    }
  }

  static func lists(_ crm: ZendeskSell.Client) async throws {
    for try await lead in crm.leads.all(city: "Kraków", sortBy: .updatedAt.descending) {
      print(lead.id, lead.email ?? "no address")
    }
  }

  static func pages(_ crm: ZendeskSell.Client) async throws -> ItemSequence<ListPage<Lead>, Lead>? {
    let leads = crm.leads.all(status: "New")
    for try await page in leads.pages.marked {
      if let next = page.next { return leads.resumed(at: next) }
    }
    return nil
  }

  static func rows(_ client: MyAzur.Client, since: LocalTimestamp) async throws {
    let list = try await client.documents.list(folderID: 5, incoming: true, statusChangedAfter: since)
    for document in list.objects { print(document.id, document.status) }
    for row in list.objects.undecodable { print(row.error, row.payload) }
  }

  static func stream(_ service: ServiceClient, url: URL) async throws {
    let file = Endpoint<ByteStream>("files.get", "GET", "/files/5", response: .bytes(200))
    try await service.send(file).write(to: "five.pdf")
    let news = Endpoint<EventStream<JSONValue>>("news.follow", "GET", "/news", response: .events(200))
    for try await item in try await service.send(news) { print(item) }
    let film = EndpointBody.multipart(.field("title", "Five"), .file("film", .file(url)))
    _ = try await service.send(Endpoint<Void>("films.add", "POST", "/films", body: film, response: .nothing(201)))
  }
}
