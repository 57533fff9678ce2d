"""Runs `tributary fleet work` on a folder of many accounts, kills it again and again, and looks for what was lost.

    swift build --product tributary
    python3 Tests/Python/fleet.py .build/debug/tributary                      60 accounts, 10 kills
    python3 Tests/Python/fleet.py .build/release/tributary --accounts 1000 --every 60 --kills 60 --records 100

One process emulates the three services, each with a third of the accounts, and every account has records and a
credential of its own. Records change all the time. The worker is killed with SIGKILL about once a second, and every
fifth time it is asked to stop with SIGTERM instead, which it must do within its grace time and give back what it holds.
In the end nothing changes any more, every account must be synced once more, and every database must equal its account's
own lists, record by record; no account may be late. A second worker must be refused while the first one works, and no
credential may appear in the list of accounts, in the output or in an argument.

Exit code: 0 when all of this holds, 1 otherwise. Python 3.11, standard library only; nothing is shared with the SDK.
"""

import argparse
import base64
import collections
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

from services import SERVICES, Mirror

OPTIONS = {
    "my-azur": {"folder-id": 5},
    "zendesk-sell": {},
    "sharespine": {"entity": ",".join(SERVICES["sharespine"].types), "deleted": "deleted", "page-size": 40},
}


class Servers:
    """The services, all served by one process."""

    def __init__(self, program, accounts, records):
        command = [program, "serve", *SERVICES, "--accounts", str(accounts), "--records", str(records)]
        self.process = subprocess.Popen(
            [*command, "--change-every", "0", "--steer"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            bufsize=1)
        self.urls = {}
        for _ in SERVICES:
            words = self.process.stdout.readline().split()
            if words[1:3] != ["listening", "on"]:
                raise RuntimeError("the emulated services did not start")
            self.urls[words[0]] = words[3]

    def order(self, text):
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()
        reply = self.process.stdout.readline().strip()
        if reply != f"done: {text}":
            raise RuntimeError(reply)

    def state(self, service, account):
        """Every record of an account, over the endpoints that anybody may call."""
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.urls[service.name]).netloc, timeout=60)
        headers = dict(service.headers)
        headers["Authorization"] = f"Bearer {account}"
        if service.name == "sharespine":
            pair = base64.b64encode(f"{account}:{account}".encode()).decode()
            headers.update({"Authorization": f"Basic {pair}", "X-Tenant": account})

        def get(path):
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            content = response.read()
            if response.status != 200:
                raise RuntimeError(f"{service.name} {account} {path}: {response.status}")
            return json.loads(content)

        try:
            return service.state(get)
        finally:
            connection.close()

    def stop(self):
        self.process.stdin.close()
        self.process.wait(timeout=30)


class Fleet:
    def __init__(self, program, folder, options, servers):
        self.program, self.options, self.servers = program, options, servers
        self.place = os.path.join(folder, "fleet")
        self.credentials = os.path.join(folder, "credentials")
        self.log = open(os.path.join(folder, "worker.log"), "w+")
        self.outcomes = collections.Counter()
        self.peak = 0
        self.problems = []

    def problem(self, text):
        self.problems.append(text)
        print(f"  PROBLEM: {text}", flush=True)

    def command(self, *words, text=None):
        return subprocess.run(
            [self.program, "fleet", *words, "--folder", self.place], input=text, capture_output=True, text=True,
            timeout=300)

    def prepare(self):
        os.mkdir(self.credentials, 0o700)
        lines = []
        for service in SERVICES.values():
            for number in range(1, self.options.accounts // 3 + 1):
                account = f"account-{number}"
                credential = f"{service.name}.{account}"
                content = account
                if service.name == "sharespine":
                    content = "\n".join([
                        f"SHARESPINE_USERNAME={account}", f"SHARESPINE_PASSWORD={account}",
                        f"SHARESPINE_TENANT={account}", f"SHARESPINE_CONNECTION_ID={service.connection}", ""])
                path = os.path.join(self.credentials, credential)
                with open(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
                    file.write(content)
                lines.append(json.dumps({
                    "service": service.name, "name": f"{service.name} {number}", "credential": credential,
                    "baseURL": self.servers.urls[service.name], "every": self.options.every, **OPTIONS[service.name],
                }))
        self.expect(self.command("init"), 0)
        refused = self.command("add", "--from", "-", text=lines[0])
        if refused.returncode != 2 or "--allow-base-url" not in refused.stderr:
            self.problem(f"a base URL of nobody's was not refused: {refused.stderr}")
        self.expect(self.command("add", "--from", "-", *self.allowed, text="\n".join(lines)), 0)

    @property
    def allowed(self):
        return [word for url in self.servers.urls.values() for word in ("--allow-base-url", url)]

    def expect(self, run, code):
        if run.returncode != code:
            self.problem(f"exit code {run.returncode} instead of {code}: {run.stderr.strip()}")

    def worker(self):
        command = [
            self.program, "fleet", "work", "--folder", self.place, "--credentials", self.credentials, "--json",
            "--slots", str(self.options.slots), "--slice", "5", "--grace", "10", "--backoff", "1", *self.allowed]
        worker = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log, text=True)
        worker.reader = threading.Thread(target=self.read, args=(worker,), daemon=True)
        worker.reader.start()
        return worker

    def read(self, worker):
        for line in worker.stdout:
            try:
                event = json.loads(line)
            except json.JSONDecodeError:
                continue  # The line that a kill cut off.
            if event["event"] == "ended":
                self.outcomes[event["outcome"]] += 1
                if event["outcome"] == "failed":
                    self.log.write(line)

    def watch_memory(self, worker):
        try:
            with open(f"/proc/{worker.pid}/status") as file:
                sizes = [int(line.split()[1]) for line in file if line.startswith("VmHWM")]
            self.peak = max([self.peak, *sizes])
        except (FileNotFoundError, ProcessLookupError):
            pass

    def end(self, worker):
        """Asks a worker to stop, which it must do in time, giving back what it holds."""
        start = time.monotonic()
        worker.send_signal(signal.SIGTERM)
        try:
            code = worker.wait(timeout=20)
        except subprocess.TimeoutExpired:
            worker.kill()
            code = None
        worker.reader.join()
        seconds = time.monotonic() - start
        if code != 0 or seconds > 16:
            self.problem(f"after SIGTERM the worker ended with {code} in {seconds:.1f} s")
        if any(account["syncing"] for account in self.list()):
            self.problem("a worker that was asked to stop did not give everything back")
        return seconds

    def list(self):
        run = self.command("list", "--json")
        self.expect(run, 0)
        return [json.loads(line) for line in run.stdout.splitlines()]

    def status(self):
        run = self.command("status", "--json")
        self.expect(run, 0)
        return json.loads(run.stdout)

    def disturb(self):
        chance = random.Random(self.options.seed)
        worker = self.worker()
        for kill in range(self.options.kills):
            end = time.monotonic() + chance.uniform(0.4, 1.6)
            while time.monotonic() < end:
                self.servers.order("change 1")
                self.watch_memory(worker)
                time.sleep(0.2)
            if kill == 0:
                second = self.command("work", "--credentials", self.credentials)
                if second.returncode != 1 or "Another program" not in second.stderr:
                    self.problem(f"a second worker was not refused: {second.returncode} {second.stderr}")
            if kill % 5 == 4:
                self.end(worker)
            else:
                worker.kill()
                worker.wait()
            worker = self.worker()
        return worker

    def settle(self, worker):
        """Waits until every account was synced after the last change, without a kill."""
        self.servers.order("change 3")
        start = time.monotonic()
        limit = 120 + 4 * self.options.every
        while time.monotonic() < start + limit:
            time.sleep(2)
            self.watch_memory(worker)
            passed = time.monotonic() - start
            left = sum(not a["synced"] or a["problem"] is not None or a["ageSeconds"] + 2 > passed for a in self.list())
            if left == 0:
                break
        else:
            self.problem(f"{left} accounts were not synced in {limit} s without a disturbance")
        return time.monotonic() - start

    def compare(self):
        records = 0
        for account in self.list():
            service = SERVICES[account["service"]]
            mirror = Mirror(os.path.join(self.place, f"{service.name}-{account['account']}.sqlite"))
            state = self.servers.state(service, account["credential"].split(".", 1)[1])
            differences = mirror.differences(service, state)
            records += len(mirror.records)
            if mirror.verdict != "ok" or any(differences.values()):
                self.problem(f"{account['name']} differs: {mirror.verdict}, {differences}")
        return records

    def secrets(self, worker):
        with open(f"/proc/{worker.pid}/cmdline", "rb") as file:
            arguments = file.read()
        self.log.flush()
        texts = {"an argument": arguments, "the log": open(self.log.name, "rb").read()}
        for name in ("fleet.sqlite", "fleet.sqlite-wal"):
            path = os.path.join(self.place, name)
            if os.path.exists(path):
                texts[name] = open(path, "rb").read()
        for place, text in texts.items():
            if b"SHARESPINE_PASSWORD" in text or b"Bearer" in text:
                self.problem(f"a credential is in {place}")


def conclude(fleet, lines):
    """Prints what was found, and returns the exit code."""
    print("\n".join(lines))
    if fleet.problems:
        fleet.log.flush()
        print("\n".join(open(fleet.log.name).read().splitlines()[-20:]))
    print("See the problems above." if fleet.problems else "Nothing was lost, and no account was late.")
    return 1 if fleet.problems else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="the program tributary, of a debug or a release build")
    parser.add_argument("--accounts", type=int, default=60, help="how many accounts there are, of the three services")
    parser.add_argument("--records", type=int, default=60, help="how many records each account has")
    parser.add_argument("--every", type=int, default=5, help="the seconds between two syncs of an account")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--slots", type=int, default=16)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tributary-fleet-") as folder:
        servers = Servers(options.program, max(1, options.accounts // 3), options.records)
        fleet = Fleet(options.program, folder, options, servers)
        try:
            start = time.monotonic()
            fleet.prepare()
            worker = fleet.disturb()
            disturbed = time.monotonic() - start
            settled = fleet.settle(worker)
            fleet.secrets(worker)
            status = fleet.status()
            if status["late"] or status["failing"]:
                fleet.problem(f"accounts are late or failing in the end: {status}")
            stopped = fleet.end(worker)
            records = fleet.compare()
        finally:
            servers.stop()
        return conclude(fleet, [
            f"{status['accounts']} accounts, {options.kills} kills in {disturbed:.0f} s; settled after {settled:.0f} s",
            f"  runs that ended: {dict(fleet.outcomes)}; oldest sync {status['oldestSeconds']} s",
            f"  {records} records compared; the last stop took {stopped:.1f} s; peak memory {fleet.peak / 1024:.1f} MB"])


if __name__ == "__main__":
    sys.exit(main())
