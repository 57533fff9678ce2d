public import TributaryJSON

extension ModificationPolling.Row {
  /// Interprets a row by the names of its members and by whether a model can read it.
  ///
  /// A row that the model cannot read keeps its identifier and its stamp if they can be read.
  ///
  /// - Parameters:
  ///   - payload: The row.
  ///   - id: The member with the identifier, a text.
  ///   - lastModified: The member with the time of the last modification.
  ///   - model: The model, or `nil` if there is none.
  public init(_ payload: RawJSON, id: String, lastModified: String, model: (any JSONModel.Type)?) {
    func text(_ name: String) -> String? { try? payload.member(name)?.value().string }
    let identifier = text(id)
    self.init(id: identifier, lastModified: text(lastModified).flatMap { Timestamp($0) })
    if identifier == nil { problem = "There is no \(id) that is a string." }
    do { if let model { _ = try payload.decode(as: model) } } catch { problem = "\(error)" }
  }
}
