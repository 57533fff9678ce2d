"""Runs several `tributary fleet work` on one PostgreSQL, disturbs all of them, and looks for what was lost.

    swift build --product tributary --traits PostgreSQL --scratch-path .build/postgresql
    python3 Tests/Python/fleet_database.py .build/postgresql/debug/tributary                      30 accounts, 15 s
    python3 Tests/Python/fleet_database.py .build/postgresql/release/tributary --whole            999 accounts, 60 s

One process emulates the three services, and PostgreSQL runs in a temporary folder. Records change all the time, and
some responses are slow. About once a second a worker is killed; another one is stopped past the end of its leases and
let go on, again and again; one is stopped while a commit of its waits for a lock; leases end long before their workers
know; connections are cut around COMMIT. The server restarts with `immediate`, and in the end it is lost: its replica is
promoted without the last commits, some of which were acknowledged to a service. With `--pooler` the workers reach the
server through PgBouncer in transaction mode.

Then the disturbances end. Every account must be synced, none may be late, and every mirror must equal its account's own
lists, record by record. A trigger of this program's writes down who made each commit: under one owner of a lease no
other worker may have committed, and the number of commits of a stream may have no gap and no repetition.

`--without-fence` takes the comparison of the lease out of every commit on its way to the server, and keeps the number of
every stream's commits from rising, so that a worker which lost a lease does not notice. The program must then find what
it looks for within two minutes, and ends with 0 if it does.

Exit code: 0 when all of this holds, 1 otherwise. Python 3.11, standard library only; nothing is shared with the SDK.
"""

import argparse
import collections
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

import fleet
from postgresql import Database
from services import SERVICES

AUDIT = """
CREATE SCHEMA audit;
CREATE TABLE audit.page (account bigint, stream int, change bigint, generation bigint, owner text, worker text);
CREATE FUNCTION audit.note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.change > OLD.change THEN
    INSERT INTO audit.page SELECT NEW.account, NEW.number, NEW.change, NEW.generation, lease.owner,
      current_setting('application_name') FROM tributary.lease WHERE lease.account = NEW.account;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER note AFTER UPDATE ON tributary.stream FOR EACH ROW EXECUTE FUNCTION audit.note();
"""

# What a clock of the server's that jumps does: the leases are free, and their workers do not know.
END_LEASES = """
WITH ended AS (
  UPDATE tributary.lease SET until = now() - interval '1 s', due = now() WHERE account IN (
    SELECT account FROM tributary.lease WHERE owner IS NOT NULL AND random() < 0.5 FOR NO KEY UPDATE SKIP LOCKED)
  RETURNING 1
) SELECT count(*) FROM ended;
"""

# The comparison in the fence of every commit, and one of the same length that always holds.
FENCE = b"term = $2 AND owner = $3"
NO_FENCE = b"$2 >= 0 AND $3 <> ''".ljust(len(FENCE))

# The number of a stream's commits does not rise, so that no commit can notice another one by it.
WITHOUT_NUMBERS = """
CREATE FUNCTION audit.stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.change := OLD.change; RETURN NEW; END $$;
CREATE TRIGGER stay BEFORE UPDATE ON tributary.stream FOR EACH ROW EXECUTE FUNCTION audit.stay();
CREATE FUNCTION audit.count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit.page SELECT NEW.account, NEW.number, 1 + (SELECT count(*) FROM audit.page
    WHERE account = NEW.account AND stream = NEW.number), NEW.generation, lease.owner, current_setting('application_name')
    FROM tributary.lease WHERE lease.account = NEW.account;
  RETURN NEW;
END $$;
CREATE TRIGGER count AFTER UPDATE ON tributary.stream FOR EACH ROW EXECUTE FUNCTION audit.count();
"""


class SharedFleet(fleet.Fleet):
    """The fleet of the database, and its workers."""

    def __init__(self, program, folder, options, servers, database):
        super().__init__(program, folder, options, servers)
        self.database = database
        self.started = 0

    def environment(self, worker="program"):
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH") if name in os.environ}
        return kept | {"TRIBUTARY_DATABASE_URL": self.database.url, "PGAPPNAME": worker}

    def command(self, *words, text=None):
        return subprocess.run([self.program, "fleet", *words], input=text, capture_output=True, text=True, timeout=300,
                              env=self.environment())

    def prepare(self):
        super().prepare()
        self.database.sql(AUDIT)
        if self.options.without_fence:
            self.database.sql(WITHOUT_NUMBERS)
            self.database.proxy.replacement = (FENCE, NO_FENCE)

    def worker(self):
        self.started += 1
        name = f"worker {self.started}"
        command = [
            self.program, "fleet", "work", "--credentials", self.credentials, "--json", "--slots",
            str(self.options.slots), "--slice", "5", "--grace", "10", "--backoff", "1", "--lease",
            str(self.options.lease), *self.allowed]
        worker = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log, text=True,
                                  env=self.environment(name))
        worker.reader = fleet.threading.Thread(target=self.read, args=(worker,), daemon=True)
        worker.reader.start()
        return worker

    def disturb(self):
        chance = random.Random(self.options.seed)
        options = self.options
        workers = [self.worker() for _ in range(options.workers)]
        sleeping, done = {}, collections.Counter()
        self.database.proxy.probability = options.cut
        start = time.monotonic()
        restarts = [options.seconds * part for part in (0.25, 0.6)][:options.restarts]
        promotions = [options.seconds * 0.85][:options.promotions]
        # Each worker that is stopped misses the end of its leases, and another one has them when it goes on.
        pause = options.lease + 2
        next_kill, next_stop, next_end = start + 1, start + 2, start + 1
        while time.monotonic() < start + options.seconds:
            now = time.monotonic()
            self.servers.order("change 1")
            for worker, end in list(sleeping.items()):
                if now >= end:
                    worker.send_signal(signal.SIGCONT)
                    del sleeping[worker]
            awake = [index for index, worker in enumerate(workers) if worker not in sleeping]
            if now >= next_end:
                self.servers.order("faults slow:40=800")
                done["leases that ended early"] += int(self.database.sql(END_LEASES))
                next_end = now + 1
                if options.without_fence and self.audit()[1]:
                    break
            if now >= next_kill and awake and not options.without_fence:
                index = chance.choice(awake)
                workers[index].kill()
                workers[index].wait()
                workers[index] = self.worker()
                done["killed"] += 1
                next_kill = now + chance.uniform(0.6, 1.4)
            elif now >= next_stop and len(awake) > 1:
                worker = workers[chance.choice(awake)]
                if done["stopped"] % 2:
                    # Its commits wait for a lock while it is stopped, and go on without it.
                    keeper = self.database.holding("SELECT 1 FROM tributary.stream WHERE random() < 0.5 FOR UPDATE")
                    time.sleep(0.2)
                    worker.send_signal(signal.SIGSTOP)
                    keeper.stdin.close()
                    keeper.wait()
                    done["stopped in a transaction"] += 1
                else:
                    worker.send_signal(signal.SIGSTOP)
                sleeping[worker] = now + pause
                done["stopped"] += 1
                next_stop = now + chance.uniform(1, 3)
            elif restarts and now - start >= restarts[0]:
                restarts.pop(0)
                self.database.crash_and_restart()
                done["restarts"] += 1
            elif promotions and now - start >= promotions[0]:
                promotions.pop(0)
                done.update(self.lose_commits())
            time.sleep(0.1)
        self.database.proxy.probability = 0
        done["connections cut around COMMIT"] = self.database.proxy.cuts
        for worker in sleeping:
            worker.send_signal(signal.SIGCONT)
        for worker in workers:
            self.watch_memory(worker)
        print("  disturbances: " + ", ".join(f"{name}: {count}" for name, count in done.items()), flush=True)
        return workers

    def lose_commits(self):
        """Loses the server after commits and acknowledgements that its replica has not heard of."""
        measure = ("SELECT (SELECT count(*) FROM audit.page) AS commits, "
                   "(SELECT sum(generation) FROM tributary.stream) AS acknowledgements")
        self.database.hold_back_replica()
        kept = self.database.rows(measure, self.database.replica[1])[0]
        lost, end = {}, time.monotonic() + 20 + self.options.every
        while time.monotonic() < end and not (lost and all(lost.values())):
            self.servers.order("change 1")
            time.sleep(0.2)
            lost = {name: count - kept[name] for name, count in self.database.rows(measure)[0].items()}
        self.database.promote()
        if not all(lost.values()):
            self.problem(f"nothing was lost with the server, so that its replica shows nothing: {lost}")
        return {f"lost {name}": count for name, count in lost.items()}

    def audit(self):
        """What was committed by whom."""
        found = []
        pages = self.database.rows("SELECT account, stream, change, generation, owner, worker FROM audit.page")
        changes = collections.defaultdict(list)
        under = collections.defaultdict(set)
        for page in pages:
            changes[page["account"], page["stream"]].append(page["change"])
            if page["owner"] is not None:
                under[page["owner"]].add(page["worker"])
        for key, numbers in changes.items():
            if sorted(numbers) != list(range(min(numbers), min(numbers) + len(numbers))):
                found.append(f"the commits of {key} are not numbered one by one")
        for owner, workers in under.items():
            if len(workers) > 1:
                found.append(f"under the lease of {owner}, {len(workers)} workers committed: {sorted(workers)}")
        return len(pages), found

    def compare(self):
        records = 0
        for account in self.list():
            service = SERVICES[account["service"]]
            rows = self.database.rows(
                "SELECT convert_from(type, 'UTF8') AS type, convert_from(id, 'UTF8') AS id, "
                f"convert_from(payload, 'UTF8') AS payload FROM tributary.record WHERE account = {account['account']} "
                "AND NOT deleted")
            mirror = {(row["type"], row["id"]): service.shown(row["type"], json.loads(row["payload"])) for row in rows}
            state = self.servers.state(service, account["credential"].split(".", 1)[1])
            state = {key: service.shown(key[0], record) for key, record in state.items()}
            records += len(mirror)
            if mirror != state:
                differing = sum(mirror.get(key) != state.get(key) for key in mirror.keys() | state.keys())
                self.problem(f"{account['name']} differs in {differing} records")
        return records

    def secrets(self, workers):
        for worker in workers:
            super().secrets(worker)
        if "SHARESPINE_PASSWORD" in self.database.sql("SELECT * FROM tributary.account; SELECT * FROM tributary.lease"):
            self.problem("a credential is in the database")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="the program tributary, of a build with the trait PostgreSQL")
    parser.add_argument("--accounts", type=int, default=30, help="how many accounts there are, of the three services")
    parser.add_argument("--records", type=int, default=60, help="how many records each account has")
    parser.add_argument("--every", type=int, default=4, help="the seconds between two syncs of an account")
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--slots", type=int, default=8)
    parser.add_argument("--lease", type=int, default=3, help="the seconds that a lease lasts")
    parser.add_argument("--seconds", type=float, default=15, help="how long everything is disturbed")
    parser.add_argument("--restarts", type=int, default=1, help="how often the server restarts, up to 2")
    parser.add_argument("--promotions", type=int, default=1, help="whether the server is lost, up to 1")
    parser.add_argument("--cut", type=float, default=0.02, help="how many of all COMMITs lose their connection, 0 to 1")
    parser.add_argument("--whole", action="store_true", help="999 accounts, 60 s of disturbances and two restarts")
    parser.add_argument("--pooler", action="store_true", help="reach the server through PgBouncer")
    parser.add_argument("--without-fence", action="store_true", help="the control: it must fail")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.whole:
        options.accounts, options.every, options.seconds, options.restarts = 999, 60, 60, 2
    if options.without_fence:
        options.seconds, options.restarts, options.promotions, options.cut = 120, 0, 0, 0
    with tempfile.TemporaryDirectory(prefix="tributary-fleet-") as folder:
        servers = fleet.Servers(options.program, max(1, options.accounts // 3), options.records)
        database = Database(folder, options.pooler, options.seed)
        shared = SharedFleet(options.program, folder, options, servers, database)
        workers, settled, records, status = [], 0, 0, {}
        try:
            start = time.monotonic()
            shared.prepare()
            if shared.problems:
                raise SystemExit(1)
            if options.promotions:
                database.start_replica()
            workers = shared.disturb()
            disturbed = time.monotonic() - start
            if options.without_fence:
                found = shared.audit()[1]
                if not database.proxy.replaced:
                    print("No commit has the comparison that this control takes out; see FENCE.")
                    return 1
                print("\n".join(found[:5]) or "Nothing was found although there was no fence.")
                return 0 if found else 1
            settled = shared.settle(workers[0])
            shared.secrets(workers)
            status = shared.status()
            if status["late"] or status["failing"]:
                shared.problem(f"accounts are late or failing in the end: {status}")
            for worker in workers[1:]:
                worker.send_signal(signal.SIGTERM)
            for worker in workers[1:]:
                worker.wait(timeout=20)
            shared.end(workers[0])
            records = shared.compare()
            pages, found = shared.audit()
            for text in found:
                shared.problem(text)
        finally:
            for worker in workers:
                worker.kill()
            servers.stop()
            database.stop()
        return fleet.conclude(shared, [
            f"{status['accounts']} accounts, {disturbed:.0f} s of disturbances; settled after {settled:.0f} s",
            f"  runs that ended: {dict(shared.outcomes)}; {pages} commits; oldest sync {status['oldestSeconds']} s",
            f"  {records} records compared; peak memory of a worker {shared.peak / 1024:.1f} MB"])


if __name__ == "__main__":
    sys.exit(main())
