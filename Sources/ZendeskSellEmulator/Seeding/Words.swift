/// The parts of invented people, companies and notes. None of them exists.
enum Words {
  static let firstNames = [
    "Anna", "Björn", "Chloé", "Dimitri", "Elif", "Fatima", "Giulia", "Hiroshi", "Inês", "Jürgen", "Kwame", "Łucja",
    "Mark", "Nadia", "Oluwaseun", "Priya", "Quentin", "Rosa", "Søren", "Tomás", "Uma", "Viktor", "Wei", "Yusuf",
  ]
  static let lastNames = [
    "Almeida", "Becker", "Conti", "Dubois", "Eriksson", "Fischer", "García", "Hansen", "Ivanova", "Johnson", "Kowalski",
    "Lefèvre", "Müller", "Nakamura", "O'Brien", "Papadopoulos", "Quispe", "Rossi", "Şahin", "Tanaka", "Usman", "Varga",
    "Weiß", "Zając",
  ]
  static let companyStems = [
    "Alpenblick", "Blue Harbor", "Cobalt", "Drei Eichen", "Evergreen", "Fjord", "Granite", "Helios", "Indigo",
    "Juniper", "Kestrel", "Lumen", "Meridian", "Northwind", "Orchard", "Pioneer", "Quarry", "Redwood", "Sable",
    "Tundra",
  ]
  static let companyKinds = ["Logistics", "Design & Co.", "GmbH", "Foods", "Robotics", "Sp. z o.o.", "Energy", "Labs"]
  static let industries = [
    "Aerospace & Defense", "Alternative Energy", "Automobiles & Parts", "Banks", "Beverages", "Chemicals",
  ]
  static let titles = ["CEO", "Head of Purchasing", "Buyer", "CTO", "Office Manager"]
  static let currencies = ["USD", "EUR", "PLN", "SEK"]
  static let tags = ["important", "vip", "fair 2024", "newsletter"]
  static let streets = ["Suite 200 212 W. Superior", "2726 Smith Street", "Hauptstraße 7", "Rue de la Paix 12"]
  static let cities = [
    ("Chicago", "IL", "United States"), ("Hyannis", "MA", "US"), ("Kraków", "", "Poland"), ("München", "", "Germany"),
  ]
  static let dealSubjects = ["Website redesign", "Yearly contract", "Pilot", "Spare parts", "Renewal", "Trucks"]
  static let notes = [
    "Highly important.", "Contact merged from the following data:\n\nLast name: Johnson",
    "Asked for a \"better\" price 🙂",
    "Called back, nobody there.", "Prefers e-mail; C:\\offers holds the last one.",
  ]
  static let tasks = ["Call back", "Send the offer", "Prepare the contract", "Ask for the order number"]
}
