#if PostgreSQL
import Tributary

/// The tables of a database, as a series of steps.
///
/// Step n takes a database from version n to n + 1. A released step is never changed; a new layout is a new step at the
/// end. Workers of two versions run side by side while they are replaced one by one, so a step leaves what the version
/// before uses, and ``oldest`` says which version still can.
enum Layout {
  /// The version that this software writes.
  static var version: Int { steps.count }

  /// The oldest version that can still use the tables of this one.
  static let oldest = 1

  /// Tells the migrations of several machines apart from everything else that locks in the database.
  static let lock = 0x5472_6962_7574

  static let steps = [tables, commitTimes, ClaimFunctions.creation]

  /// The version of the tables, and which version can use them.
  static let read = Statement("SELECT version, oldest FROM layout")

  /// Refuses tables that this version cannot use.
  static func check(_ rows: ResultRows, label: String) throws(DatabaseFailure) {
    let (found, oldest) = (rows.integer(0, 0), rows.integer(0, 1))
    guard rows.count == 1, found > 0 else { throw .refused("42P01", message: "", statement: 0) }
    guard found >= version else { throw .refused("42P01", message: "", statement: 0) }
    guard oldest <= version else { throw .store(.newerSchema(path: label, version: found)) }
  }

  /// Everything a server sends is `bytea`, because `text` refuses NUL. What belongs to an account begins with its
  /// number, and goes with it.
  ///
  /// `lease.until` is in no index, so that a renewal writes the row alone; claims move `due`. A key that may be long
  /// is in an index by its SHA-256, because an index refuses more than 2,704 bytes.
  private static let tables = """
    CREATE TABLE layout (version int NOT NULL, oldest int NOT NULL);
    INSERT INTO layout VALUES (0, 0);
    CREATE TABLE place (
      only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
      known text NOT NULL,
      number bigint NOT NULL
    );
    CREATE FUNCTION current_place() RETURNS text LANGUAGE plpgsql SET search_path = pg_catalog AS $body$
    DECLARE cluster text := 'unknown'; line text := 'unknown'; base text;
    BEGIN
      BEGIN SELECT system_identifier::text INTO cluster FROM pg_control_system(); EXCEPTION WHEN OTHERS THEN NULL; END;
      -- The checkpoint's timeline is the old one for minutes after a replica was promoted; this is the new one at once.
      BEGIN line := substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8); EXCEPTION WHEN OTHERS THEN NULL; END;
      SELECT oid::text INTO base FROM pg_database WHERE datname = current_database();
      RETURN cluster || '/' || base || '/' || line;
    END $body$;
    INSERT INTO place (known, number) VALUES (current_place(), 1);
    CREATE TABLE account (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      service text COLLATE "C" NOT NULL,
      base_url text COLLATE "C" NOT NULL,
      name text COLLATE "C" NOT NULL,
      credential text NOT NULL,
      options text NOT NULL DEFAULT '{}',
      period double precision NOT NULL CHECK (period > 0),
      paused boolean NOT NULL DEFAULT false,
      added timestamptz NOT NULL DEFAULT now(),
      UNIQUE (service, base_url, name)
    );
    CREATE INDEX account_credential ON account (credential);
    CREATE TABLE lease (
      account bigint PRIMARY KEY REFERENCES account ON DELETE CASCADE,
      due timestamptz NOT NULL DEFAULT now(),
      scheduled timestamptz NOT NULL,
      claimed_due timestamptz,
      owner text,
      until timestamptz,
      lasts double precision NOT NULL DEFAULT 60,
      term bigint NOT NULL DEFAULT 0,
      attempts int NOT NULL DEFAULT 0,
      slices int NOT NULL DEFAULT 0,
      last_success timestamptz,
      last_seconds double precision,
      problem text
    ) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
    CREATE INDEX lease_due ON lease (due, account) WHERE slices = 0;
    CREATE INDEX lease_due_again ON lease (due, account) WHERE slices > 0;
    CREATE TABLE credential (
      name text COLLATE "C" PRIMARY KEY,
      calls_per_second double precision CHECK (calls_per_second > 0),
      paused_until timestamptz
    );
    CREATE TABLE stream (
      account bigint NOT NULL REFERENCES account ON DELETE CASCADE,
      number int NOT NULL,
      service bytea NOT NULL,
      base_url bytea NOT NULL,
      account_name bytea NOT NULL,
      scope bytea NOT NULL,
      checkpoint_version bigint,
      checkpoint bytea,
      epoch bigint NOT NULL DEFAULT 0,
      incarnation text NOT NULL,
      place bigint NOT NULL,
      generation bigint NOT NULL DEFAULT 0,
      change bigint NOT NULL DEFAULT 0,
      PRIMARY KEY (account, number)
    ) WITH (fillfactor = 50);
    CREATE UNIQUE INDEX stream_scope ON stream (account, sha256(service), sha256(scope));
    CREATE TABLE record (
      account bigint NOT NULL,
      stream int NOT NULL,
      type bytea NOT NULL,
      id bytea NOT NULL,
      deleted boolean NOT NULL,
      epoch bigint NOT NULL,
      change bigint NOT NULL,
      payload bytea NOT NULL,
      normalized bytea,
      PRIMARY KEY (account, stream, type, id)
    ) WITH (fillfactor = 85);
    -- A foreign key would look for the stream once a row.
    CREATE FUNCTION forget_stream() RETURNS trigger LANGUAGE plpgsql SET search_path = tributary AS $body$
    BEGIN
      DELETE FROM record WHERE account = OLD.account AND stream = OLD.number;
      RETURN NULL;
    END $body$;
    CREATE TRIGGER forget AFTER DELETE ON stream FOR EACH ROW EXECUTE FUNCTION forget_stream();
    ALTER TABLE record ALTER payload SET STORAGE EXTERNAL;
    CREATE TABLE overlay (
      number bigint GENERATED ALWAYS AS IDENTITY,
      account bigint NOT NULL,
      stream int NOT NULL,
      type bytea NOT NULL,
      id bytea NOT NULL,
      deleted boolean NOT NULL,
      applied_at bigint NOT NULL,
      payload bytea NOT NULL,
      normalized bytea,
      PRIMARY KEY (account, stream, type, id),
      FOREIGN KEY (account, stream) REFERENCES stream ON DELETE CASCADE
    );
    CREATE TABLE outbox (
      number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      account bigint NOT NULL,
      stream int NOT NULL,
      key bytea NOT NULL,
      FOREIGN KEY (account, stream) REFERENCES stream ON DELETE CASCADE
    );
    CREATE UNIQUE INDEX outbox_key ON outbox (account, stream, sha256(key));
    CREATE TABLE failure (
      number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      account bigint NOT NULL,
      stream int NOT NULL,
      type bytea NOT NULL,
      id bytea NOT NULL,
      FOREIGN KEY (account, stream) REFERENCES stream ON DELETE CASCADE
    );
    CREATE UNIQUE INDEX failure_record ON failure (account, stream, sha256(type), sha256(id));
    CREATE TABLE quarantine (
      number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      account bigint NOT NULL,
      stream int NOT NULL,
      type bytea NOT NULL,
      id bytea,
      payload bytea NOT NULL,
      problem bytea NOT NULL,
      FOREIGN KEY (account, stream) REFERENCES stream ON DELETE CASCADE
    );
    CREATE UNIQUE INDEX quarantine_item
      ON quarantine (account, stream, sha256(type), (id IS NULL), sha256(coalesce(id, payload)));
    CREATE TABLE record_view (
      service text COLLATE "C" NOT NULL,
      type text COLLATE "C" NOT NULL,
      name text COLLATE "C" NOT NULL UNIQUE,
      definition text NOT NULL,
      PRIMARY KEY (service, type)
    );
    -- Texts that PostgreSQL refuses become null, and so cost their own row alone.
    CREATE FUNCTION readable(payload bytea) RETURNS json LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog
    AS $body$
    DECLARE content json;
    BEGIN
      content := convert_from(payload, 'UTF8')::json;
      -- Reading one key reads all escapes.
      PERFORM content ->> '';
      RETURN content;
    EXCEPTION WHEN OTHERS THEN RETURN NULL;
    END $body$;
    CREATE FUNCTION readable_text(bytes bytea) RETURNS text LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog
    AS $body$
    BEGIN
      RETURN convert_from(bytes, 'UTF8');
    EXCEPTION WHEN OTHERS THEN RETURN encode(bytes, 'escape');
    END $body$;
    """

  /// When each stream was last committed to, and what workers do after a failover, for those who ask. A worker of the
  /// version before leaves both as they are.
  private static let commitTimes = """
    ALTER TABLE stream ADD COLUMN committed_at bigint;
    ALTER TABLE place ADD COLUMN policy text;
    """
}
#endif
