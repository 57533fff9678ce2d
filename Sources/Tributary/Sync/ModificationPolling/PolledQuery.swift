extension ModificationPolling.PageQuery {
  /// The page as a query object.
  ///
  /// - Parameters:
  ///   - filter: The records to select from.
  ///   - stamp: The field that holds the time of the last modification.
  public func query<Entity: Queryable, Operators: GreaterOperator & SortableField>(
    for filter: Filter<Entity>, by stamp: FilterField<Entity, Timestamp, Operators>
  ) -> Query<Entity> {
    var query = Query(Filter(allOf: [filter, stamp.isAfter(after)])).limit(limit)
    if offset > 0 { query = query.offset(offset) }
    switch order {
    case .ascending: query.order = [stamp.ascending]
    case .descending: query.order = [stamp.descending]
    case .unspecified: break
    }
    return query
  }
}
