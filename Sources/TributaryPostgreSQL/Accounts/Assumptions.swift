#if PostgreSQL
public import Tributary

extension PostgreSQLDatabase {
  /// What is assumed about the server because it cannot be seen, and settings that make commits less durable than they
  /// seem; each in a sentence.
  public func assumptions() async throws(StoreError) -> [String] {
    let isWitnessed = witness != nil
    return try await transact(
      .reading,
      [
        Statement("SELECT current_place(), current_setting('fsync'), current_setting('full_page_writes')"),
        Statement("SELECT current_setting('synchronous_standby_names') <> '', policy FROM place"),
      ]
    ) { rows in
      var sentences: [String] = []
      if !isWitnessed {
        sentences.append("A backup or a snapshot of the disk is never started in the place of the original.")
      }
      let place = rows[0].text(0, 0)
      if place.split(separator: "/").contains("unknown"), !isWitnessed {
        sentences.append("The server never goes back to an earlier state: it does not say where it is (\(place)).")
      }
      let isTrusted = rows[1].text(0, 1) == FailoverPolicy.trust.rawValue
      if isTrusted || !rows[1].flag(0, 0) {
        let reasons = [
          rows[1].flag(0, 0) ? nil : "replication is not synchronous",
          isTrusted ? "nothing is delivered again after one (--failover trust)" : nil,
        ]
        let reason = reasons.compactMap { $0 }.joined(separator: ", and ")
        sentences.append("No commit is lost in a failover: \(reason).")
      }
      if rows[0].text(0, 1) != "on" || rows[0].text(0, 2) != "on" {
        sentences.append("The server's machine never loses power: its fsync or full_page_writes is off.")
      }
      return sentences
    }
  }

  /// What workers do after a failover: the policy of the one that opened a stream last, or `nil` before the first.
  public func failoverPolicy() async throws(StoreError) -> FailoverPolicy? {
    try await transact(.reading, [Statement("SELECT policy FROM place")]) { rows in
      FailoverPolicy(rawValue: rows[0].text(0, 0))
    }
  }
}
#endif
