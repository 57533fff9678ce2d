#if PostgreSQL
/// The functions that claim accounts.
///
/// The server keeps a function's plans for as long as a connection lives, behind a pooler as well. To plan a claim takes
/// four times as long as to make it: among 100,000 accounts, 16 clients made 740 claims a second of planned statements,
/// and 3,600 to 4,200 by these functions.
///
/// The plans are made for any table: by the index of due times, however few rows there are when a connection begins.
enum ClaimFunctions {
  private static let planning = """
    SET search_path = tributary SET plan_cache_mode = force_generic_plan SET enable_seqscan = off
      SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off
    """

  /// Accounts of which a slice was cut have places of their own, so that large ones do not take all.
  private static func due(_ slices: String, _ limit: String) -> String {
    """
    SELECT l.account, l.due FROM lease l JOIN account a ON a.id = l.account
        LEFT JOIN credential c ON c.name = a.credential
      WHERE NOT a.paused AND (c.paused_until IS NULL OR c.paused_until <= now()) AND l.due <= now()
        AND (l.until IS NULL OR l.until NOT BETWEEN now() AND now() + make_interval(secs => l.lasts))
        AND \(slices) ORDER BY l.due, l.account LIMIT \(limit) FOR NO KEY UPDATE OF l SKIP LOCKED
    """
  }

  /// When the first account is due.
  private static func first(_ slices: String) -> String {
    """
    (SELECT l.due FROM lease l JOIN account a ON a.id = l.account LEFT JOIN credential c ON c.name = a.credential
        WHERE NOT a.paused AND (c.paused_until IS NULL OR c.paused_until <= now()) AND \(slices)
          AND (l.until IS NULL OR l.until NOT BETWEEN now() AND now() + make_interval(secs => l.lasts))
        ORDER BY l.due LIMIT 1)
    """
  }

  /// The part of the backoff that is an account's own: accounts that were claimed together with one that kills its
  /// worker must not be claimed together with it for ever.
  private static let share = "(l.account * 0.618033988749895::float8 + (l.term + 1) * 0.754877666246693::float8)"

  static let creation = """
    CREATE FUNCTION claim_accounts(
      claimer text, most bigint, most_long bigint, lifetime float8, backoff float8, longest_backoff float8
    ) RETURNS TABLE (
      account bigint, term bigint, was_due bigint, attempts int, slices int,
      service text, base_url text, name text, credential text, options text, period float8,
      shared text, calls_per_second float8, pause float8, owners bigint
    ) LANGUAGE plpgsql \(planning) AS $body$
    #variable_conflict use_column
    BEGIN
      -- Brings back what a clock that was wrong has put into the future. There is nothing to write as a rule, and the
      -- index shows that.
      UPDATE lease l SET due = now(), scheduled = least(l.scheduled, now()), last_success = least(l.last_success, now())
        FROM account a WHERE a.id = l.account AND l.due > now() + make_interval(secs => 2 * a.period) AND l.slices = 0
          AND l.due > now() + make_interval(secs => greatest(longest_backoff, lifetime));
      UPDATE lease l SET due = now(), scheduled = least(l.scheduled, now()), last_success = least(l.last_success, now())
        FROM account a WHERE a.id = l.account AND l.due > now() + make_interval(secs => 2 * a.period) AND l.slices > 0
          AND l.due > now() + make_interval(secs => greatest(longest_backoff, lifetime));
      RETURN QUERY WITH whole AS (
        \(due("l.slices = 0", "most"))
      ), long AS (
        \(due("l.slices > 0", "most_long"))
      ), picked AS (
        SELECT * FROM (SELECT * FROM whole UNION ALL SELECT * FROM long) both_kinds ORDER BY due, account LIMIT most
      ), claimed AS (
        UPDATE lease l SET owner = claimer, term = l.term + 1, attempts = l.attempts + 1, lasts = lifetime,
          claimed_due = l.due, until = clock_timestamp() + make_interval(secs => lifetime),
          due = clock_timestamp() + make_interval(secs => least(backoff * 2 ^ least(l.attempts, 60), longest_backoff)
            * (0.5 + 0.5 * (\(share) - floor(\(share)))))
        FROM picked WHERE l.account = picked.account
        RETURNING l.account, l.term, picked.due AS was_due, l.attempts, l.slices
      )
      SELECT c.account, c.term, (extract(epoch FROM c.was_due) * 1000000)::bigint, c.attempts, c.slices,
        a.service, a.base_url, a.name, a.credential, a.options, a.period, a.credential, k.calls_per_second,
        greatest(extract(epoch FROM k.paused_until - now()), 0)::float8,
        -- Who shares the credential: the owners of other leases, and the one who asks.
        1 + (SELECT count(DISTINCT l.owner) FROM account b JOIN lease l ON l.account = b.id
          WHERE b.credential = a.credential AND l.owner <> claimer AND l.until > now())
      FROM claimed c JOIN account a ON a.id = c.account LEFT JOIN credential k ON k.name = a.credential
      ORDER BY c.was_due, c.account;
    END $body$;
    -- The seconds until another account is due.
    CREATE FUNCTION next_due() RETURNS float8 LANGUAGE plpgsql \(planning) AS $body$
    BEGIN
      RETURN (SELECT greatest(extract(epoch FROM min(due) - now()), 0)::float8
        FROM (\(first("l.slices = 0")) UNION ALL \(first("l.slices > 0"))) first);
    END $body$;
    """
}
#endif
