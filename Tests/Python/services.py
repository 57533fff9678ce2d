"""The emulated services as programs see them: how one is served, steered, synchronized, and what it holds.

The server's state is fetched over the endpoints that it offers to anybody, with `http.client`; the mirror is read with
`sqlite3`. Nothing here shares code with the SDK. Python 3.11, standard library only.
"""

import base64
import http.client
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import urllib.parse


class Service:
    """One service: its names, and how its records are listed."""

    name = ""
    records = 400
    options = []
    credentials = {}
    headers = {}
    # The kinds of requests that a sync makes.
    kinds = ()

    def kind(self, method, path):
        """The kind of a request."""
        raise NotImplementedError

    def state(self, get):
        """Every record there is, by type and identifier; `get` fetches the JSON at a path."""
        raise NotImplementedError

    def shown(self, kind, record):
        """A record of the mirror, as the server's lists show it."""
        return record


class MyAzur(Service):
    name = "my-azur"
    records = 2400
    options = ["--folder", "5"]
    credentials = {"MYAZUR_TOKEN": "any"}
    headers = {"Authorization": "Bearer any"}
    kinds = ("list",)

    def kind(self, method, path):
        return "list"

    def state(self, get):
        lists = [get(f"/folders/5/documents?incoming={flag}")["objects"] for flag in ("true", "false")]
        return {("document", str(row["id"])): row for rows in lists for row in rows}


class ZendeskSell(Service):
    name = "zendesk-sell"
    records = 700
    credentials = {"ZENDESK_SELL_TOKEN": "any"}
    headers = {"Authorization": "Bearer any", "User-Agent": "kill.py"}
    kinds = ("start", "page", "ack")
    lists = {
        "user": ["users"], "pipeline": ["pipelines"], "stage": ["stages"], "tag": ["tags"], "lead": ["leads"],
        "source": ["sources", "lead_sources", "deal_sources"], "loss_reason": ["loss_reasons"],
        "contact": ["contacts"], "deal": ["deals"], "note": ["notes"], "task": ["tasks"],
    }

    def kind(self, method, path):
        last = path.rsplit("/", 1)[-1]
        return last if last in ("start", "ack") else "page"

    def state(self, get):
        account = get("/v2/accounts/self")["data"]
        rows = {("account", str(account["id"])): account}
        for kind, paths in self.lists.items():
            for path in paths:
                page = 1
                while True:
                    answer = get(f"/v2/{path}?page={page}&per_page=100")
                    rows.update(((kind, str(item["data"]["id"])), item["data"]) for item in answer["items"])
                    if "next_page" not in answer["meta"]["links"]:
                        break
                    page += 1
        return rows

    def shown(self, kind, record):
        # The queue puts into a pipeline its stages, which come by themselves too, and into a deal the people who are
        # associated with it, which have a list of their own and do not change here.
        embedded = {"pipeline": "stages", "deal": "associated_contacts"}.get(kind)
        return {name: value for name, value in record.items() if name != embedded}


class Sharespine(Service):
    name = "sharespine"
    records = 400
    types = ("product", "order", "ledgeraccount", "ledgerentry", "supplierinvoice")
    options = ["--entity", ",".join(types), "--deleted", "deleted", "--page-size", "40"]
    connection = "3fb2568eb7e165e34dd311af5550002b"
    credentials = {
        "SHARESPINE_USERNAME": "user", "SHARESPINE_PASSWORD": "any", "SHARESPINE_TENANT": "acme",
        "SHARESPINE_CONNECTION_ID": connection,
    }
    headers = {
        "Authorization": "Basic " + base64.b64encode(b"user:any").decode(), "X-Tenant": "acme",
        "X-ConnectionId": connection,
    }
    kinds = ("query", "list")

    def kind(self, method, path):
        return "query" if method == "POST" else "list"

    def state(self, get):
        rows = ((kind, row) for kind in self.types for row in get(f"/api/{kind}"))
        return {(kind, row["localId"]): row for kind, row in rows if not row.get("deleted")}


SERVICES = {service.name: service for service in (MyAzur(), ZendeskSell(), Sharespine())}


class Server:
    """A service, served by a process of its own that takes orders."""

    def __init__(self, program, service, seed, records=None):
        self.service = service
        count = str(service.records if records is None else records)
        self.process = subprocess.Popen(
            [program, "serve", service.name, "--records", count, "--seed", str(seed), "--change-every", "0", "--steer"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        line = self.process.stdout.readline()
        if not line.startswith("listening on "):
            raise RuntimeError(f"the emulated {service.name} did not start")
        self.url = line.split()[-1]
        self.port = urllib.parse.urlsplit(self.url).port
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def order(self, text):
        """Has an order followed: `change 20`, `advance 3600` or `faults 503`."""
        self.process.stdin.write(text + "\n")
        answer = self.process.stdout.readline().strip()
        if answer != f"done: {text}":
            raise RuntimeError(f"the server did not follow \"{text}\": {answer}")

    def state(self):
        """Every record that the server holds, by type and identifier."""
        return self.service.state(self._get)

    def _get(self, path):
        try:
            self.connection.request("GET", path, headers=self.service.headers)
            response = self.connection.getresponse()
        except (http.client.HTTPException, OSError):
            # The server ends connections that were silent for long.
            self.connection.close()
            self.connection.request("GET", path, headers=self.service.headers)
            response = self.connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"GET {path} was answered {response.status}: {body[:200]}")
        return json.loads(body)

    def stop(self):
        self.connection.close()
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def sync_command(program, service, url, database, *more):
    return [program, "sync", service.name, *service.options, "--base-url", url, "--database", database, "--json", *more]


def sync_environment(service):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | service.credentials


def run_sync(program, service, url, database, *more, env=None, **process):
    """Synchronizes once; the exit code, the last object of the output, and what stands on standard error."""
    run = subprocess.run(
        sync_command(program, service, url, database, *more), env=env or sync_environment(service), capture_output=True,
        text=True, timeout=300, **process)
    lines = run.stdout.strip().splitlines()
    return run.returncode, json.loads(lines[-1]) if lines else {}, run.stderr.strip()


class Mirror:
    """What the files of a database say, read from a copy, so that reading leaves them as they are."""

    def __init__(self, database, query="SELECT type, id, payload FROM record WHERE deleted = 0"):
        with tempfile.TemporaryDirectory() as folder:
            copy = os.path.join(folder, "copy.sqlite")
            for suffix in ("", "-wal"):
                if os.path.exists(database + suffix):
                    shutil.copyfile(database + suffix, copy + suffix)
            connection = sqlite3.connect(copy)
            try:
                self.verdict = connection.execute("PRAGMA quick_check").fetchone()[0]
                tables = {name for name, in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
                self.records = {}
                self.waiting = self.generation = 0
                if "record" in tables:
                    rows = connection.execute(query).fetchall()
                    self.records = {(kind, id): json.loads(payload) for kind, id, payload in rows}
                    self.waiting = connection.execute("SELECT count(*) FROM outbox").fetchone()[0]
                    self.generation = connection.execute("SELECT max(generation) FROM stream").fetchone()[0] or 0
            except sqlite3.DatabaseError as error:
                self.verdict, self.records, self.waiting, self.generation = str(error), {}, 0, 0
            finally:
                connection.close()

    def differences(self, service, state):
        """How many records are missing, left over, or other than on the server."""
        mirror = {key: service.shown(key[0], record) for key, record in self.records.items()}
        state = {key: service.shown(key[0], record) for key, record in state.items()}
        missing = len(state.keys() - mirror.keys())
        left_over = len(mirror.keys() - state.keys())
        other = sum(mirror[key] != state[key] for key in mirror.keys() & state.keys())
        return {"missing": missing, "left over": left_over, "outdated": other}


def noted_generation(database):
    """The generation that the file beside the database notes, or -1 without a note."""
    try:
        with open(database + "-stream-1", "rb") as file:
            words = file.read().decode().split()
    except (FileNotFoundError, UnicodeDecodeError):
        return -1
    return max((int(words[index + 3]) for index, word in enumerate(words) if word == "tributary-stream"), default=-1)
