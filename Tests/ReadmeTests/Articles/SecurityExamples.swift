// The Swift of the article *Security*, in its words and order.

import Tributary
import ZendeskSell

enum SecurityExamples {
  static func clearText(print: (Any) -> Void) async {
    let token: Secret = "0123456789abcdef"
    print(token)  // (secret)
    do throws(APIError) {
      _ = try await ZendeskSell.Client(token: token, environment: .init("http://crm.example.com")).leads.get(5)
    } catch {
      print(error.reason)  // clearText(host: "crm.example.com")
    }
  }
}
