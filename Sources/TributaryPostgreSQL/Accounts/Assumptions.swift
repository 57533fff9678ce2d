#if PostgreSQL
public import Tributary

extension PostgreSQLDatabase {
  /// What is assumed about the server because it cannot be seen, and settings that make commits less durable than they
  /// seem; each in a sentence.
  public func assumptions() async throws(StoreError) -> [String] {
    try await transact(
      .reading,
      [
        Statement("SELECT current_place(), current_setting('fsync'), current_setting('full_page_writes')"),
        Statement("SELECT current_setting('synchronous_standby_names') <> ''"),
      ]
    ) { rows in
      var sentences = ["A backup or a snapshot of the disk is never started in the place of the original."]
      let place = rows[0].text(0, 0)
      if place.split(separator: "/").contains("unknown") {
        sentences.append("The server never goes back to an earlier state: it does not say where it is (\(place)).")
      }
      if !rows[1].flag(0, 0) {
        sentences.append("No commit is lost in a failover: replication is not synchronous.")
      }
      if rows[0].text(0, 1) != "on" || rows[0].text(0, 2) != "on" {
        sentences.append("The server's machine never loses power: its fsync or full_page_writes is off.")
      }
      return sentences
    }
  }
}
#endif
