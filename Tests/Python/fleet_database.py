"""Runs several `tributary fleet work` on one PostgreSQL, disturbs all of them, and looks for what was lost.

    swift build --product tributary --traits PostgreSQL --scratch-path .build/postgresql
    python3 Tests/Python/fleet_database.py .build/postgresql/debug/tributary                      30 accounts, 15 s
    python3 Tests/Python/fleet_database.py .build/postgresql/release/tributary --accounts 1000 --every 60 --seconds 60

One process emulates the three services, and PostgreSQL runs in a temporary folder. Records change all the time. About
once a second a worker is killed; another one is stopped past the end of its leases and let go on, again and again; one
is stopped while a commit of its waits for a lock; the server is restarted with `immediate` twice. With `--pooler` the
workers reach it through PgBouncer in transaction mode, which restarts with it.

Then the disturbances end. Every account must be synced, none may be late, and every mirror must equal its account's own
lists, record by record. A trigger of this program's writes down who made each commit: under one owner of a lease no
other worker may have committed, and the number of commits of a stream may have no gap and no repetition.

`--without-fence` keeps the term of every lease and the number of every stream's commits from rising, so that a worker
which lost a lease does not notice. The program must then find what it looks for, and ends with 0 if it does.

Exit code: 0 when all of this holds, 1 otherwise. Python 3.11, standard library only; nothing is shared with the SDK.
"""

import argparse
import collections
import glob
import json
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

import fleet
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

# Neither the term of a lease nor the number of a stream's commits rises, so that no commit can notice another worker.
WITHOUT_FENCE = """
CREATE FUNCTION audit.keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.term := OLD.term; RETURN NEW; END $$;
CREATE TRIGGER keep BEFORE UPDATE ON tributary.lease FOR EACH ROW EXECUTE FUNCTION audit.keep();
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


def free_port():
    """A port below those that the system gives to outgoing connections."""
    while True:
        port = random.randrange(20000, 30000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


class Database:
    """A PostgreSQL of this program's own, and a pooler in front of it."""

    def __init__(self, folder, pooled):
        candidates = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[4]))
        self.binaries = candidates[-1] if candidates else os.path.dirname(shutil.which("postgres") or "/nowhere/x")
        self.folder = os.path.join(folder, "postgresql")
        os.mkdir(self.folder)
        self.user = []
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root.
            entry = pwd.getpwnam("postgres")
            os.chown(self.folder, entry.pw_uid, entry.pw_gid)
            os.chmod(folder, 0o711)
            self.user = ["setpriv", f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups"]
        self.data = os.path.join(self.folder, "data")
        self.port, self.pooler_port = free_port(), free_port()
        self.run("initdb", "-D", self.data, "-A", "trust", "-U", "tributary", "-E", "UTF8", "--locale=C", "--no-sync")
        with open(os.path.join(self.data, "postgresql.conf"), "a") as file:
            file.write(f"listen_addresses = '127.0.0.1'\nport = {self.port}\nmax_connections = 300\n"
                       f"unix_socket_directories = '{self.folder}'\nlog_statement = none\n")
        self.process = self.pooler = None
        self.pooled = pooled
        self.start()
        self.run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "tributary", "fleet")

    def run(self, name, *arguments, **options):
        return subprocess.run([*self.user, os.path.join(self.binaries, name), *arguments], check=True, text=True,
                              capture_output=True, cwd=self.folder, **options)

    def start(self):
        log = open(os.path.join(self.folder, "log"), "a")
        self.process = subprocess.Popen([*self.user, os.path.join(self.binaries, "postgres"), "-D", self.data],
                                        stdout=log, stderr=log, cwd=self.folder)
        while subprocess.run([os.path.join(self.binaries, "pg_isready"), "-q", "-h", "127.0.0.1", "-p",
                              str(self.port)]).returncode:
            time.sleep(0.05)
        if self.pooled and self.pooler is None:
            self.start_pooler()

    def start_pooler(self):
        users, settings = (os.path.join(self.folder, name) for name in ("users", "pooler.ini"))
        with open(users, "w") as file:
            file.write('"tributary" ""\n')
        with open(settings, "w") as file:
            file.write(f"[databases]\nfleet = host=127.0.0.1 port={self.port} user=tributary\n[pgbouncer]\n"
                       f"listen_addr = 127.0.0.1\nlisten_port = {self.pooler_port}\nunix_socket_dir =\n"
                       f"auth_type = any\nauth_file = {users}\npool_mode = transaction\ndefault_pool_size = 20\n"
                       f"max_client_conn = 500\nserver_login_retry = 1\n")
        program = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
        self.pooler = subprocess.Popen([*self.user, program, settings], stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL, cwd=self.folder)
        # Where its port is taken it goes on without one, so that an answer is waited for.
        while subprocess.run([os.path.join(self.binaries, "pg_isready"), "-q", "-h", "127.0.0.1", "-p",
                              str(self.pooler_port)]).returncode:
            time.sleep(0.05)

    def crash(self):
        """What `pg_ctl -m immediate stop` does."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()

    @property
    def url(self):
        return f"postgresql://tributary@127.0.0.1:{self.pooler_port if self.pooled else self.port}/fleet"

    def sql(self, text):
        run = subprocess.run(
            [os.path.join(self.binaries, "psql"), "-XqAt", "-v", "ON_ERROR_STOP=1", "-d",
             f"postgresql://tributary@127.0.0.1:{self.port}/fleet"], input=text, capture_output=True, text=True)
        if run.returncode:
            raise RuntimeError(run.stderr)
        return run.stdout

    def rows(self, query):
        """Rows as JSON, which no text in them can confuse."""
        lines = self.sql(f"SELECT row_to_json(found) FROM ({query}) found").splitlines()
        return [json.loads(line) for line in lines]

    def holding(self, statement):
        """A transaction that keeps the locks of a statement until its input ends."""
        process = subprocess.Popen(
            [os.path.join(self.binaries, "psql"), "-Xq", "-d", f"postgresql://tributary@127.0.0.1:{self.port}/fleet"],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True)
        process.stdin.write(f"BEGIN;\n{statement};\n")
        process.stdin.flush()
        return process

    def stop(self):
        for process in (self.pooler, self.process):
            if process is not None:
                process.send_signal(signal.SIGINT)
                process.wait()


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
        self.database.sql(AUDIT + (WITHOUT_FENCE if self.options.without_fence else ""))

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
        start = time.monotonic()
        restarts = [options.seconds * part for part in (0.35, 0.7)][:options.restarts]
        # Each worker that is stopped misses the end of its leases, and another one has them when it goes on.
        pause = options.lease + 2
        next_kill, next_stop = start + 1, start + 2
        while time.monotonic() < start + options.seconds:
            now = time.monotonic()
            self.servers.order("change 1")
            for worker, end in list(sleeping.items()):
                if now >= end:
                    worker.send_signal(signal.SIGCONT)
                    del sleeping[worker]
            awake = [index for index, worker in enumerate(workers) if worker not in sleeping]
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
                self.database.crash()
                self.database.start()
                done["restarts"] += 1
            time.sleep(0.1)
        for worker in sleeping:
            worker.send_signal(signal.SIGCONT)
        for worker in workers:
            self.watch_memory(worker)
        print(f"  disturbances: {dict(done)}", flush=True)
        return workers

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
        if not self.options.pooler:
            # Behind a pooler the server sees one name for all.
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
    parser.add_argument("--pooler", action="store_true", help="reach the server through PgBouncer")
    parser.add_argument("--without-fence", action="store_true", help="the control: it must fail")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tributary-fleet-") as folder:
        servers = fleet.Servers(options.program, max(1, options.accounts // 3), options.records)
        database = Database(folder, options.pooler)
        shared = SharedFleet(options.program, folder, options, servers, database)
        workers, settled, records, status = [], 0, 0, {}
        try:
            start = time.monotonic()
            shared.prepare()
            if shared.problems:
                raise SystemExit(1)
            workers = shared.disturb()
            disturbed = time.monotonic() - start
            if options.without_fence:
                found = shared.audit()[1]
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
        log = open(shared.log.name).read()
    print(f"{status['accounts']} accounts, {disturbed:.0f} s of disturbances; settled after {settled:.0f} s")
    print(f"  runs that ended: {dict(shared.outcomes)}; {pages} commits; oldest sync {status['oldestSeconds']} s")
    print(f"  {records} records compared; peak memory of a worker {shared.peak / 1024:.1f} MB")
    if shared.problems:
        print("\n".join(log.splitlines()[-20:]))
    print("See the problems above." if shared.problems else "Nothing was lost, and no account was late.")
    return 1 if shared.problems else 0


if __name__ == "__main__":
    sys.exit(main())
