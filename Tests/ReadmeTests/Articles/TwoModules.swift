import Sharespine
import ZendeskSell

import struct Sharespine.Product

func isStocked(_ deal: ZendeskSell.Product, among products: [Product]) -> Bool {
  products.contains { $0.sku == deal.sku }
}
