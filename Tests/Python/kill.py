"""Kills `tributary sync` hundreds of times, at chosen effects and at random moments, and looks for what was lost.

    swift build --product tributary
    python3 Tests/Python/kill.py .build/debug/tributary                       all three services, 300 kills each
    python3 Tests/Python/kill.py .build/release/tributary zendesk-sell --kills 1000 --seed 7

For each service a server is started whose records change between the kills and during them, whose time passes, and
which fails now and then. One database goes from kill to kill, is begun anew from time to time, and is sometimes put back
from a backup, in each of the ways in which people do that. Every other kill or so, the sync may run until it says that
it is up to date; the database must then equal the server's own lists, record by record.

A third of the kills are aimed: at a request before the server has heard of it, after the server did it and before its
answer, in the middle of an answer, behind it; while a commit is written, when it is noted beside the database, when it
is told. Each kind is hit at least ten times. The others fall at random over the whole run. A histogram shows the last
effect that was seen of each killed process. SIGKILL ends the process and not the machine: what the system had taken is
not lost with it, so this says nothing about power cuts.

Exit code: 0 when nothing was lost, nothing was claimed falsely and no database was damaged, 1 otherwise. The seed fixes
what is tried, not what the machine does meanwhile, so a run cannot be repeated exactly.
"""

import argparse
import collections
import os
import random
import shutil
import sys
import tempfile
import time

from services import SERVICES, Mirror, Server, noted_generation, sync_command, sync_environment
from watched import Relay, Run

FAULTS = ["503", "429=0", "cut", "slow=20", "502:2", "hangup:3=30"]


class Campaign:
    """All kills of one service, and what they came to."""

    def __init__(self, program, service, server, relay, folder, seed):
        self.program, self.service, self.server, self.relay = program, service, server, relay
        self.database = os.path.join(folder, "mirror.sqlite")
        self.backup = os.path.join(folder, "backup.sqlite")
        self.random = random.Random(seed)
        self.histogram, self.aimed = collections.Counter(), collections.Counter()
        self.counts = collections.Counter()
        self.problems = []
        # How long a run takes: until it opens its first stream, and in all.
        self.opening, self.whole = 0.05, 0.2

    @property
    def effects(self):
        """What kills are aimed at."""
        names = []
        for kind in self.service.kinds:
            names += [f"{kind} asked", f"{kind} done"]
            names += [f"{kind} half answered"] if kind not in ("start", "ack") else []
            names += [f"{kind} answered"]
        noted = ["commit noted"] if self.service.name == "zendesk-sell" else []
        return names + ["commit written", *noted, "commit told"]

    def run(self, kills, each):
        self.proof()
        for _ in range(30 * kills):
            if sum(self.histogram.values()) >= kills:
                break
            done = sum(self.histogram.values())
            missing = [effect for effect in self.effects if self.aimed[effect] < each]
            # Aimed kills are spread over the campaign.
            is_aimed = missing and self.random.random() < 2 * each * len(self.effects) / kills
            self.between()
            self.kill(self.random.choice(missing) if is_aimed else None)
            if self.random.random() < 0.5:
                self.proof()
            if self.problems and len(self.problems) > 20:
                break
            if not done % 100 and done:
                print(f"  {done} kills", flush=True)
        self.proof()

    def between(self):
        """What happens on the server, and to the files, between two runs."""
        choice = self.random.random()
        changes = self.random.choice([0, 1, 3, 10, 30, 100]) if choice < 0.9 else 400
        self.server.order(f"change {changes}")
        if self.random.random() < 0.3:
            self.server.order(f"advance {self.random.choice([2, 60, 400, 4000, 100_000])}")
        if self.random.random() < 0.15:
            self.server.order(f"faults {self.random.choice(FAULTS)}")
        if self.random.random() < 0.04:
            self.remove_database()

    def kill(self, aim):
        """One run that is to be killed: at an effect, or at a random moment."""
        delay = None
        if aim:
            aim = (aim, self.random.choice([1, 1, 2, 3]))
        else:
            delay = self.random.uniform(self.opening * 0.8, self.whole * 1.1)
            if self.random.random() < 0.1:
                delay = self.random.uniform(0, self.opening)
        # Somebody changes records while the program reads them.
        calls = [self.random.randrange(1, 4)]

        def on_request():
            calls[0] -= 1
            if calls[0] == 0:
                self.server.order("change 2")

        is_disturbed = self.random.random() < 0.4
        run = self.start(aim, delay, on_request if is_disturbed else None)
        if run.killed:
            self.histogram[run.last_effect] += 1
            self.aimed[run.aim] += 1 if run.aim else 0
            self.inspect()
            return
        self.ended(run, is_disturbed)

    def start(self, aim=None, delay=None, on_request=None):
        command = sync_command(self.program, self.service, self.relay.url, self.database)
        run = Run(command, sync_environment(self.service), self.database, aim, delay, on_request)
        self.relay.run = run
        run.finish()
        self.relay.settle()
        if not run.killed:
            self.opening += 0.2 * ((run.started_after or self.opening) - self.opening)
            self.whole += 0.2 * (run.duration - self.whole)
        return run

    def inspect(self):
        """Looks at what a killed process has left, on a copy."""
        if not os.path.exists(self.database):
            return
        mirror = Mirror(self.database)
        if mirror.verdict != "ok":
            self.problem(f"a kill left a damaged database: {mirror.verdict}")
        self.counts["kills with keys still to be acknowledged"] += mirror.waiting > 0
        self.counts["kills between a commit and its note"] += mirror.generation == noted_generation(self.database) + 1

    def proof(self):
        """Lets the sync run until it says that it is up to date, and takes it at its word."""
        if self.random.random() < 0.1:
            self.restore()
        for _ in range(8):
            if self.ended(self.start(), False):
                break
        else:
            self.problem("eight runs in a row did not bring the database up to date")
        if self.random.random() < 0.2:
            shutil.copyfile(self.database, self.backup)

    def ended(self, run, is_disturbed):
        """Judges a run that ended by itself. True when it said that it is up to date."""
        if "databaseWasCopied" in run.report.get("notes", []):
            self.counts["copies of the database that were noticed"] += 1
        if run.process.returncode == 3:
            self.counts["runs that ended incomplete: " + ", ".join(run.report["reasons"])] += 1
            return False
        if run.process.returncode != 0:
            self.problem(f"exit code {run.process.returncode}: {run.errors}")
            return False
        if is_disturbed:
            # Something may have changed after its last request.
            return True
        mirror = Mirror(self.database)
        differences = mirror.differences(self.service, self.server.state())
        self.counts["comparisons"] += 1
        self.counts["records compared"] += len(mirror.records)
        self.counts["lost or wrong records"] += sum(differences.values())
        if mirror.verdict != "ok":
            self.problem(f"up to date, but damaged: {mirror.verdict}")
        if any(differences.values()):
            self.counts["false claims"] += 1
            self.problem(f"it said that it is up to date, and is not: {differences}")
        return True

    def restore(self):
        """Puts an older state of the database back, as people do, and removes the log of the newer one."""
        if not os.path.exists(self.backup) or not os.path.exists(self.database):
            return
        # What is in the log goes into the database first: nobody restores half of two states.
        if any(os.path.exists(self.database + suffix) for suffix in ("-wal", "-shm")):
            self.ended(self.start(), False)
            if os.path.exists(self.database + "-wal"):
                return
        self.counts["backups put back"] += 1
        if self.random.random() < 0.5:
            shutil.copyfile(self.backup, self.database)
        else:
            shutil.copyfile(self.backup, self.database + ".new")
            os.replace(self.database + ".new", self.database)
            if self.random.random() < 0.3 and os.path.exists(self.database + "-stream-1"):
                os.remove(self.database + "-stream-1")

    def remove_database(self):
        folder = os.path.dirname(self.database)
        for name in os.listdir(folder):
            if name.startswith("mirror.sqlite"):
                os.remove(os.path.join(folder, name))
        self.counts["databases begun anew"] += 1

    def problem(self, text):
        self.problems.append(text)
        print(f"  PROBLEM after {sum(self.histogram.values())} kills: {text}", flush=True)

    def report(self, seconds):
        kills = sum(self.histogram.values())
        print(f"  {kills} kills in {seconds:.0f} s, {sum(self.aimed.values())} of them aimed")
        print(f"  {'the last effect that was seen of the killed process':54} {'kills':>5} {'aimed':>5}")
        for effect, count in sorted(self.histogram.items(), key=lambda item: -item[1]):
            aimed = self.aimed[effect] or ""
            print(f"  {effect:54} {count:5} {aimed:>5} {'█' * max(1, round(count * 60 / kills))}")
        for name in ("lost or wrong records", "false claims"):
            self.counts[name] += 0
        for name, count in sorted(self.counts.items()):
            print(f"  {name}: {count}")
        few = [effect for effect in self.effects if self.aimed[effect] < 10]
        if few and kills >= 300:
            self.problem(f"fewer than ten kills were aimed at: {', '.join(few)}")
        return not self.problems


def campaign(program, service, kills, seed):
    print(f"{service.name}", flush=True)
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="tributary-kill-") as folder, Server(program, service, seed) as server:
        relay = Relay(service, server.port)
        try:
            campaign = Campaign(program, service, server, relay, folder, seed)
            campaign.run(kills, each=max(1, min(10, kills // 30)))
        finally:
            relay.stop()
        return campaign.report(time.monotonic() - start)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="the program tributary, of a debug or a release build")
    parser.add_argument("services", nargs="*", help="by default all: " + ", ".join(SERVICES))
    parser.add_argument("--kills", type=int, default=300, help="how many kills each service gets; 300 by default")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    unknown = [name for name in options.services if name not in SERVICES]
    if unknown:
        parser.error(f"there is no service {unknown[0]}; there are {', '.join(SERVICES)}")
    sys.setswitchinterval(0.0005)
    names = options.services or list(SERVICES)
    ok = [campaign(options.program, SERVICES[name], options.kills, options.seed) for name in names]
    print("Nothing was lost, and nothing was claimed falsely." if all(ok) else "See the problems above.")
    return 0 if all(ok) else 1


if __name__ == "__main__":
    sys.exit(main())
