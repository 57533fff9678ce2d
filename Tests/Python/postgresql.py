"""A private PostgreSQL with a replica, a pooler and a proxy that cuts connections, for programs that disturb all of them.

Clients reach the server through the proxy, so that a promoted replica has the address of the server before it:
client, or client and PgBouncer, then the proxy, then the server.
"""

import asyncio
import glob
import json
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import threading
import time


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


class CuttingProxy:
    """Passes connections on, and cuts some of them just before or just after a COMMIT goes to the server."""

    def __init__(self, target, seed):
        self.port, self.target = free_port(), target
        self.probability, self.cuts = 0.0, 0
        # A text that is replaced by another of the same length in what goes to the server, and how often it was.
        self.replacement, self.replaced = None, 0
        self.chance = random.Random(seed)
        self.open = set()
        self.loop = asyncio.new_event_loop()
        self.loop.run_until_complete(asyncio.start_server(self.serve, "127.0.0.1", self.port))
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    async def serve(self, reader, writer):
        try:
            upstream, server = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        pair = (writer, server)
        self.open.add(pair)
        try:
            await asyncio.gather(self.requests(reader, server), self.responses(upstream, writer))
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            self.open.discard(pair)
            for side in pair:
                side.transport.abort()

    async def requests(self, reader, server):
        while data := await reader.read(1 << 16):
            if self.replacement:
                self.replaced += data.count(self.replacement[0])
                data = data.replace(*self.replacement)
            cut = b"COMMIT" in data and self.chance.random() < self.probability
            if cut and self.chance.random() < 0.5:
                self.cuts += 1
                raise OSError("cut before COMMIT")
            server.write(data)
            await server.drain()
            if cut:
                self.cuts += 1
                raise OSError("cut after COMMIT")
        raise OSError("the client has ended")

    async def responses(self, upstream, writer):
        while data := await upstream.read(1 << 16):
            writer.write(data)
            await writer.drain()
        raise OSError("the server has ended")

    def lead_to(self, port):
        """Ends all connections; new ones go to another server."""
        def switch():
            self.target = port
            for pair in list(self.open):
                for side in pair:
                    side.transport.abort()
        self.loop.call_soon_threadsafe(switch)


class Database:
    """A PostgreSQL of this program's own, and what stands in front of it."""

    def __init__(self, folder, pooled, seed):
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
        self.port = free_port()
        self.run("initdb", "-D", self.data, "-A", "trust", "-U", "tributary", "-E", "UTF8", "--locale=C", "--no-sync")
        self.configure(
            self.data, "listen_addresses = '127.0.0.1'", f"port = {self.port}", "max_connections = 300",
            f"unix_socket_directories = '{self.folder}'", "log_statement = none", "wal_retrieve_retry_interval = 200ms")
        self.replica = None
        self.process = self.start(self.data, self.port)
        self.run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "tributary", "fleet")
        self.proxy = CuttingProxy(self.port, seed)
        self.pooler = self.start_pooler() if pooled else None

    def run(self, name, *arguments, **options):
        return subprocess.run([*self.user, os.path.join(self.binaries, name), *arguments], check=True, text=True,
                              capture_output=True, cwd=self.folder, **options)

    def configure(self, data, *lines):
        with open(os.path.join(data, "postgresql.conf"), "a") as file:
            file.write("\n".join(lines) + "\n")

    def start(self, data, port):
        log = open(os.path.join(self.folder, "log"), "a")
        process = subprocess.Popen([*self.user, os.path.join(self.binaries, "postgres"), "-D", data], stdout=log,
                                   stderr=log, cwd=self.folder)
        self.wait_for(port)
        return process

    def wait_for(self, port):
        while subprocess.run([os.path.join(self.binaries, "pg_isready"), "-q", "-h", "127.0.0.1", "-p",
                              str(port)]).returncode:
            time.sleep(0.05)

    def start_pooler(self):
        self.pooler_port = free_port()
        users, settings = (os.path.join(self.folder, name) for name in ("users", "pooler.ini"))
        with open(users, "w") as file:
            file.write('"tributary" ""\n')
        with open(settings, "w") as file:
            file.write(f"[databases]\nfleet = host=127.0.0.1 port={self.proxy.port} user=tributary\n[pgbouncer]\n"
                       f"listen_addr = 127.0.0.1\nlisten_port = {self.pooler_port}\nunix_socket_dir =\n"
                       f"auth_type = any\nauth_file = {users}\npool_mode = transaction\ndefault_pool_size = 20\n"
                       f"max_client_conn = 500\nserver_login_retry = 1\n")
        program = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
        pooler = subprocess.Popen([*self.user, program, settings], stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL, cwd=self.folder)
        # Where its port is taken it goes on without one, so that an answer is waited for.
        self.wait_for(self.pooler_port)
        return pooler

    def crash_and_restart(self):
        """What `pg_ctl -m immediate restart` does."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()
        self.process = self.start(self.data, self.port)

    def start_replica(self):
        """A replica that no commit waits for."""
        data, port = os.path.join(self.folder, "replica"), free_port()
        self.run("pg_basebackup", "-D", data, "-R", "-X", "stream", "-c", "fast", "--no-sync", "-h", "127.0.0.1", "-p",
                 str(self.port), "-U", "tributary")
        self.configure(data, f"port = {port}")
        self.replica = (data, port, self.start(data, port))

    def hold_back_replica(self):
        """Keeps the replica from hearing of further commits."""
        senders = []
        while not senders:
            senders = self.sql("SELECT pid FROM pg_stat_replication WHERE state = 'streaming'").split()
            time.sleep(0.05)
        self.sender = int(senders[0])
        os.kill(self.sender, signal.SIGSTOP)

    def promote(self):
        """Loses the server, and promotes the replica that was held back."""
        self.process.send_signal(signal.SIGQUIT)
        os.kill(self.sender, signal.SIGKILL)
        self.process.wait()
        self.data, self.port, self.process = self.replica
        self.replica = None
        self.run("pg_ctl", "promote", "-w", "-D", self.data)
        self.proxy.lead_to(self.port)

    @property
    def url(self):
        return f"postgresql://tributary@127.0.0.1:{self.pooler_port if self.pooler else self.proxy.port}/fleet"

    def psql(self, port=None):
        return [os.path.join(self.binaries, "psql"), "-XqAt", "-v", "ON_ERROR_STOP=1", "-d",
                f"postgresql://tributary@127.0.0.1:{port or self.port}/fleet"]

    def sql(self, text, port=None):
        run = subprocess.run(self.psql(port), input=text, capture_output=True, text=True)
        if run.returncode:
            raise RuntimeError(run.stderr)
        return run.stdout

    def rows(self, query, port=None):
        """Rows as JSON, which no text in them can confuse."""
        lines = self.sql(f"SELECT row_to_json(found) FROM ({query}) found", port).splitlines()
        return [json.loads(line) for line in lines]

    def holding(self, statement):
        """A transaction that keeps the locks of a statement until its input ends."""
        process = subprocess.Popen(self.psql(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, text=True)
        process.stdin.write(f"BEGIN;\n{statement};\n")
        process.stdin.flush()
        return process

    def stop(self):
        for process in (self.pooler, self.replica and self.replica[2], self.process):
            if process is not None:
                process.send_signal(signal.SIGINT)
                process.wait()
