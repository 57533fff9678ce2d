import Expect
import Foundation
import Testing

@Suite("Wrong queries do not compile")
struct WrongCodeTests {
  /// One line each, in a filter of products, with what the message on that line must name.
  private static let wrong: [(line: String, names: [String])] = [
    ("product.brand.equals(\"x\")", ["Product.Fields", "brand"]),
    ("product.lastModified.equals(since)", ["LastModifiedOperators", "EqualOperator"]),
    ("product.sku.isGreaterThan(\"1\")", ["SKUOperators", "GreaterOperator"]),
    ("product.lastModified.isGreaterThan(since)", ["Timestamp", "FilterQuantity"]),
    ("product.sku.equals(1001)", ["Int", "String"]),
    ("product.lastModified.isAfter(\"2015-01-02T03:04:05Z\")", ["String", "Timestamp"]),
    ("product.sku.equals(sku)", ["String?", "String"]),
    ("product.lastModified.isAfter(Product(id: \"\").lastModified)", ["Timestamp?", "Timestamp"]),
    ("SupplierInvoice.Fields().lastModified.isAfter(since)", ["Filter<SupplierInvoice>", "Filter<Product>"]),
    ("product.remoteID.equals(\"x\", connection: \"y\")", ["Product.Fields", "remoteID"]),
    ("product.lastModified.isOneOf([since])", ["LastModifiedOperators", "OneOfOperator"]),
    ("product.stock.isOneOf([\"1\"])", ["String", "Int"]),
    ("product.stock.isOneOf(1)", ["Int", "Sequence"]),
    ("product.stock.isNoneOf([1])", ["StockOperators", "NoneOfOperator"]),
    ("product.sku.isMissing", ["SKUOperators", "AbsentOperator"]),
    ("product.sku.isPresent", ["SKUOperators", "PresentOperator"]),
    ("product.sku == \"1001\"", ["FilterField<Product, String"]),
    ("product.sku", ["FilterField<Product, String", "Filter<Product>"]),
    ("true", ["Bool", "Filter<Product>"]),
  ]

  /// Statements of their own.
  private static let statements: [(line: String, names: [String])] = [
    ("_ = Product.where { $0.sku.equals(\"1\") }.order { $0.sku.ascending }", ["SKUOperators", "SortableField"]),
    (
      "let _: Query<SupplierInvoice> = Product.where { $0.sku.equals(\"1\") }",
      ["Query<Product>", "Query<SupplierInvoice>"]
    ),
    ("_ = Product.where { _ in }.limit(\"10\")", ["String", "Int"]),
    (
      "_ = Product.where { _ in }.selecting { _ in SupplierInvoice.Fields().lastModified }",
      ["SupplierInvoice", "Product"]
    ),
    ("_ = Product.where { _ in }.where { $0.sku.equals(sku) }", ["String?", "String"]),
  ]

  /// One line each, in a local filter of products.
  private static let wrongLocally: [(line: String, names: [String])] = [
    ("product.brand.equals(\"x\")", ["Product.LocalFields", "brand"]),
    ("product.maker.name.equals(\"x\")", ["SupplierInvoice.LocalFields", "name"]),
    ("product.sku.equals(1001)", ["Int", "String"]),
    ("product.sku.equals(sku)", ["String?", "String"]),
    ("product.sku.isAfter(since)", ["String", "FilterMoment"]),
    ("product.lastModified.isGreaterThan(since)", ["Timestamp", "FilterQuantity"]),
    ("product.lastModified.hasPrefix(\"2015\")", ["Timestamp", "String"]),
    ("product.tags.equals(\"vip\")", ["[String]", "FilterOperand"]),
    ("product.tags.contains(1)", ["Int", "String"]),
    ("product.note.equals(\"x\")", ["JSONValue", "FilterOperand"]),
    (
      "LocalFilter<SupplierInvoice> { $0.lastModified.isAfter(since) }",
      ["LocalFilter<SupplierInvoice>", "LocalFilter<Product>"]
    ),
    ("Product.Fields().sku.equals(\"1\")", ["Filter<Product>", "LocalFilter<Product>"]),
    ("product.sku", ["LocalField<Product, String>", "LocalFilter<Product>"]),
  ]

  @Test("so is each error in a local filter; and none reaches a server")
  func localErrors() throws {
    var source = Source()
    for (place, surroundings) in [("", ""), ("anyOf {", "}"), ("if let sku {", "}"), ("noneOf {", "}")].enumerated() {
      for (line, names) in Self.wrongLocally where place != 2 || line != "product.sku.equals(sku)" {
        source.add("_ = LocalFilter<Product> { product in")
        source.add("product.lastModified.isAfter(since)")
        source.add(surroundings.0)
        source.add("product.sku.equals(\"1000\")")
        source.add(line, names)
        source.add("product.maker.lastModified.isMissing")
        source.add(surroundings.1)
        source.add("}")
      }
    }
    // A local clause in a query for the server.
    source.add("let local = LocalFilter<Product> { $0.sku.hasPrefix(\"1\") }")
    source.add("_ = Product.where { _ in")
    source.add("local", ["LocalFilter<Product>", "Filter<Product>"])
    source.add("}")
    source.add("_ = Query<Product>(local)", ["LocalFilter<Product>", "Filter<Product>"])
    // The other way is right.
    source.add("_ = LocalFilter<Product> { $0.matches(Product.where { $0.sku.equals(\"1\") }.filter) }")
    let messages = try Compiler.errors(in: source.text)
    for (line, names) in source.expected {
      let found = messages.filter { $0.line == line }.map(\.text)
      let isNamed = found.contains { text in names.allSatisfy { text.contains($0) } }
      #expect(isNamed, "line \(line), \(source.lines[line - 1]), should name \(names), but has \(found)")
    }
    let others = messages.filter { source.expected[$0.line] == nil }
    #expect(others.isEmpty, "right lines have errors: \(others)")
  }

  @Test("64 local clauses cost the type checker as little")
  func localEffort() throws {
    let clauses = (0..<64).map { number in
      [
        "product.sku.equals(\"\(number)\")", "product.lastModified.isAfter(since)", "product.tags.contains(\"a\")",
        "product.maker.lastModified.isMissing",
      ][number % 4]
    }
    var source = Source()
    for opening in ["", "anyOf {", "noneOf {"] {
      source.add("_ = LocalFilter<Product> { product in \(opening)")
      for clause in clauses { source.add(clause) }
      source.add("}\(opening.isEmpty ? "" : "}")")
    }
    source.add("_ = LocalFilter<Product> { product in")
    for (index, clause) in clauses.enumerated() {
      if index % 8 == 0 { source.add(index % 16 == 0 ? "anyOf {" : "allOf {") }
      source.add(index % 3 == 0 ? "if let sku { product.sku.equals(sku) }" : clause)
      if index % 8 == 7 { source.add("}") }
    }
    source.add("}")
    try expect(Compiler.errors(in: source.text, ["-Xfrontend", "-solver-scope-threshold=100"]), equals: [])
  }

  @Test("each error is on its line and names the types")
  func errors() throws {
    var source = Source()
    for (place, surroundings) in [("", ""), ("anyOf {", "}"), ("if let sku {", "}"), ("for _ in 0..<2 {", "}")]
      .enumerated()
    {
      for (line, names) in Self.wrong where place != 2 || line != "product.sku.equals(sku)" {
        source.add("_ = Product.where { product in")
        source.add("product.lastModified.isAfter(since)")
        source.add(surroundings.0)
        source.add("product.sku.equals(\"1000\")")
        source.add(line, names)
        source.add("product.sku.equals(\"1002\")")
        source.add(surroundings.1)
        source.add("}")
      }
    }
    for (line, names) in Self.statements { source.add(line, names) }
    let messages = try Compiler.errors(in: source.text)
    #expect(!messages.isEmpty)
    for (line, names) in source.expected {
      let found = messages.filter { $0.line == line }.map(\.text)
      let isNamed = found.contains { text in names.allSatisfy { text.contains($0) } }
      #expect(isNamed, "line \(line), \(source.lines[line - 1]), should name \(names), but has \(found)")
    }
    let others = messages.filter { source.expected[$0.line] == nil }
    #expect(others.isEmpty, "right lines have errors: \(others)")
  }

  @Test("64 clauses cost the type checker a handful of attempts each, however they are grouped")
  func effort() throws {
    let clauses = (0..<64).map { number in
      [
        "product.sku.equals(\"\(number)\")", "product.lastModified.isAfter(since)",
        "product.stock.isOneOf([1, \(number)])", "product.stock.isPresent",
      ][number % 4]
    }
    var source = Source()
    source.add("_ = Product.where { product in")
    for clause in clauses { source.add(clause) }
    source.add("}")
    source.add("_ = Product.where { product in anyOf {")
    for clause in clauses { source.add(clause) }
    source.add("}}")
    source.add("_ = Product.where { product in")
    for (index, clause) in clauses.enumerated() {
      if index % 8 == 0 { source.add(index % 16 == 0 ? "anyOf {" : "allOf {") }
      source.add(index % 3 == 0 ? "if let sku { product.sku.equals(sku) }" : clause)
      if index % 8 == 7 { source.add("}") }
    }
    source.add("}")
    // What the solver tries grows with an expression's alternatives; time would depend on the machine. Five attempts
    // are too few for the groups above, a hundred is where trouble begins.
    try expect(Compiler.errors(in: source.text, ["-Xfrontend", "-solver-scope-threshold=100"]), equals: [])
  }
}

/// Swift that is written line by line.
private struct Source {
  private(set) var lines = ["import Tributary", "func queries(since: Timestamp, sku: String?) {"]
  private(set) var expected: [Int: [String]] = [:]

  var text: String { (lines + ["}"]).joined(separator: "\n") }

  mutating func add(_ line: String, _ names: [String]? = nil) {
    lines.append(line)
    if let names { expected[lines.count] = names }
  }
}

/// The compiler that built the tests, on sources against the modules that the tests are built with.
enum Compiler {
  struct Message: Equatable {
    var line: Int
    var text: String
  }

  /// Checks a source together with the record types of the fixtures.
  static func errors(in source: String, _ options: [String] = []) throws -> [Message] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tributary-wrong-code-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("Wrong.swift")
    try source.write(to: file, atomically: true, encoding: .utf8)
    let records = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/Product.swift")
    let output = try PackageCompiler.run(["-typecheck"] + options + [file.path, records.path]).output
    return output.split(whereSeparator: \.isNewline).compactMap { line in
      // file:line:column: error: text
      guard let marked = line.range(of: ": error: ") else { return nil }
      let place = line[..<marked.lowerBound].split(separator: ":")
      guard place.count >= 3, place.dropLast(2).joined(separator: ":").hasSuffix("Wrong.swift"),
        let number = Int(place[place.count - 2])
      else { return Message(line: 0, text: String(line)) }
      return Message(line: number, text: String(line[marked.upperBound...]))
    }
  }
}
