"""Puts `tributary sync` into the places where databases fail, and looks at what it says and what it keeps.

    swift build --product tributary
    python3 Tests/Python/hardships.py .build/debug/tributary

A disk that is full, files that may not grow, folders that cannot be written, locks of others, files that are damaged, cut
off, of another program or of a newer version. Each must end in exit code 1 and one sentence, and leave alone what is not
ours; once the cause is gone, the same command must bring the same database up to date, equal to the server's lists. Small
file systems are mounted where the user may do that, as root or in a namespace of their own; otherwise these are skipped.

Exit code: 0 when everything is as it should be, 1 otherwise. Python 3.11, standard library only.
"""

import argparse
import contextlib
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

from services import SERVICES, Mirror, Server, run_sync, sync_command, sync_environment

NOBODY = 65534


class Trial:
    """One service, one database, and what is expected of syncs into it."""

    def __init__(self, program, service, server, folder):
        self.program, self.service, self.server, self.folder = program, service, server, folder
        self.database = os.path.join(folder, "mirror.sqlite")

    def sync(self, *more, **process):
        return run_sync(self.program, self.service, self.server.url, self.database, *more, **process)

    def fails(self, *words, **process):
        """A sync that must fail in one sentence with these words."""
        code, last, errors = self.sync(**process)
        assert code == 1, f"exit code {code}: {errors}"
        self.is_one_sentence(errors, words)
        assert last.get("event") == "failed", f"the last object is {last}"

    @staticmethod
    def is_one_sentence(errors, words):
        assert errors.startswith("tributary: ") and "\n" not in errors, f"no sentence: {errors!r}"
        assert any(word in errors for word in words), f"none of {words} in: {errors}"

    def succeeds(self, *more, **process):
        """A sync that must end up to date, with what the server has."""
        code, last, errors = self.sync(*more, **process)
        assert code == 0 and last["result"] == "upToDate", f"exit code {code}: {errors or last}"
        mirror = Mirror(self.database)
        differences = mirror.differences(self.service, self.server.state())
        assert mirror.verdict == "ok" and not any(differences.values()), f"{mirror.verdict}, {differences}"
        return last

    def change(self, count):
        self.server.order(f"change {count}")

    def contents(self):
        """The bytes of every file in the folder, by name."""
        return {name: open(os.path.join(self.folder, name), "rb").read() for name in os.listdir(self.folder)}

    def remove(self):
        for name in os.listdir(self.folder):
            os.remove(os.path.join(self.folder, name))

    def execute(self, sql):
        connection = sqlite3.connect(self.database, isolation_level=None)
        connection.execute(sql)
        connection.close()


# Room that runs out.


def files_that_may_not_grow(trial):
    """The limit falls into the first write, the log, the notes, the database, from nothing and onto records."""

    def limit(size):
        return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    failures = 0
    for size in (0, 1, 600, 4096, 30_000, 70_000, 150_000, 400_000, 900_000, 2_000_000):
        for begins_anew in (True, False):
            if begins_anew:
                trial.remove()
            else:
                trial.change(100)
            code, last, errors = trial.sync(preexec_fn=limit(size))
            if code == 1:
                failures += 1
                trial.is_one_sentence(errors, ["No space is left"])
            else:
                assert code == 0, f"a limit of {size} bytes ended in exit code {code}: {errors}"
            trial.succeeds()
    assert failures > 6, f"only {failures} limits were hit"


def a_full_disk(trial):
    """A file system of a few hundred kilobytes, which is then made larger."""
    for size in (60, 200, 400):
        with small_disk(f"{size}k") as disk:
            trial.folder, trial.database = disk, os.path.join(disk, "mirror.sqlite")
            trial.fails("No space is left")
            resize(disk, "64m")
            trial.succeeds()
            # Now it fills up while there is something to lose.
            trial.change(300)
            before = Mirror(trial.database).records
            filler = os.path.join(disk, "filler")
            fill(filler, leaving=24 << 10)
            trial.fails("No space is left")
            after = Mirror(trial.database)
            assert after.verdict == "ok" and before.keys() - after.records.keys() == set(), "records are gone"
            os.remove(filler)
            trial.succeeds()


def a_full_folder_for_temporary_files(trial):
    """An answer too large for memory finds no room."""
    if trial.service.name != "my-azur":
        return
    with Server(trial.program, trial.service, 1, records=40_000) as server, small_disk("512k") as disk:
        trial.server = server
        code, _, errors = trial.sync(env=sync_environment(trial.service) | {"TMPDIR": disk})
        assert code == 1, f"exit code {code}"
        trial.is_one_sentence(errors, ["No space left on device"])
        trial.succeeds()


def a_full_output(trial):
    """Output that cannot be written is an error, but costs the sync nothing: everything is stored before."""
    with open("/dev/full", "w", encoding="utf-8") as full:
        command = sync_command(trial.program, trial.service, trial.server.url, trial.database)
        environment = sync_environment(trial.service)
        code = subprocess.run(command, env=environment, stdout=full, stderr=full, timeout=300).returncode
    assert code == 1, f"exit code {code}"
    assert trial.contents(), "nothing was stored"
    trial.succeeds()


# Places that cannot be written.


def a_read_only_disk(trial):
    with small_disk("32m") as disk:
        trial.folder, trial.database = disk, os.path.join(disk, "mirror.sqlite")
        resize(disk, "32m,ro")
        trial.fails("cannot be opened for writing")
        resize(disk, "32m,rw")
        trial.succeeds()
        trial.change(50)
        before = trial.contents()
        resize(disk, "32m,ro")
        trial.fails("cannot be opened for writing")
        assert trial.contents() == before
        resize(disk, "32m,rw")
        trial.succeeds()


def a_folder_without_permission(trial):
    """As a user whom permissions hold back."""
    user = {"user": NOBODY, "group": NOBODY} if os.geteuid() == 0 else {}
    try:
        able = subprocess.run([trial.program, "--help"], capture_output=True, timeout=60, **user).returncode == 0
    except OSError:
        able = False
    if not able:
        raise Impossible
    os.chmod(trial.folder, 0o777)
    trial.succeeds(**user)
    for place, mode in ((trial.folder, 0o555), (trial.database, 0o444)):
        trial.change(20)
        kept = os.stat(place).st_mode & 0o777
        os.chmod(place, mode)
        if place == trial.database and user:
            os.chown(place, 0, 0)
        trial.fails("cannot be opened for writing", **user)
        if place == trial.database and user:
            os.chown(place, NOBODY, NOBODY)
        os.chmod(place, kept)
        trial.succeeds(**user)


# Others.


def a_lock_of_another_program(trial):
    trial.succeeds()
    trial.change(50)
    blocker = sqlite3.connect(trial.database, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    trial.fails("Another program kept the database")
    blocker.execute("ROLLBACK")
    blocker.close()
    trial.succeeds()


def a_lock_that_comes_in_between(trial):
    """Another program locks the database between two commits, and for longer than anybody waits."""
    trial.remove()
    trial.server.order("faults slow:1@3=1500")
    failed = []

    def attempt():
        try:
            trial.fails("Another program kept the database")
        except Exception as error:
            failed.append(error)

    thread = threading.Thread(target=attempt)
    thread.start()
    while thread.is_alive() and not os.path.exists(trial.database + "-stream-1"):
        time.sleep(0.01)
    blocker = sqlite3.connect(trial.database, isolation_level=None, timeout=5)
    blocker.execute("BEGIN IMMEDIATE")
    thread.join()
    blocker.execute("ROLLBACK")
    blocker.close()
    if failed:
        raise failed[0]
    trial.succeeds()


def a_second_run(trial):
    """Of two runs at a time one is refused, and the other not disturbed."""
    trial.remove()
    trial.server.order("faults slow:1=1500")
    command = sync_command(trial.program, trial.service, trial.server.url, trial.database)
    with subprocess.Popen(command, env=sync_environment(trial.service), stdout=subprocess.PIPE, text=True) as first:
        first.stdout.readline()
        trial.fails("Another run is syncing")
        first.stdout.read()
    assert first.returncode == 0, f"the first run ended with exit code {first.returncode}"
    trial.succeeds()


# Files that are not what they were.


def something_else_in_its_place(trial):
    """Garbage, and the database of another program, stay as they are."""
    foreign = os.path.join(trial.folder, "foreign.sqlite")
    connection = sqlite3.connect(foreign)
    connection.execute("CREATE TABLE stream (a)")
    connection.commit()
    connection.close()
    for content in (b"garbage " * 4000, b"xy", open(foreign, "rb").read()):
        trial.remove()
        with open(trial.database, "wb") as file:
            file.write(content)
        trial.fails("cannot be used as a database")
        assert trial.contents() == {"mirror.sqlite": content}, "it was touched"
    trial.remove()
    open(trial.database, "wb").close()
    trial.succeeds()


def damaged_pages(trial):
    """A database that was cut off or overwritten in the middle is named, never taken for up to date."""
    trial.succeeds()
    with open(trial.database, "rb") as file:
        whole = file.read()
    notes = {name: data for name, data in trial.contents().items() if name != "mirror.sqlite"}
    cut = whole[: len(whole) // 3 // 4096 * 4096]
    holed = whole[:8192] + os.urandom(len(whole) - 8192)
    for content in (cut, holed):
        with open(trial.database, "wb") as file:
            file.write(content)
        trial.fails("cannot be used as a database")
    for name, data in {"mirror.sqlite": whole, **notes}.items():
        with open(os.path.join(trial.folder, name), "wb") as file:
            file.write(data)
    for suffix in ("-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            os.remove(trial.database + suffix)
    trial.succeeds()


def damaged_log_and_notes(trial):
    """What a log lost is delivered again, and notes that cannot be read cost a delivery and no record."""
    for damage in ("log", "note", "no note"):
        trial.remove()
        trial.server.order("faults slow:1@4=2000")
        command = sync_command(trial.program, trial.service, trial.server.url, trial.database)
        with subprocess.Popen(command, env=sync_environment(trial.service), stdout=subprocess.PIPE, text=True) as run:
            for line in run.stdout:
                if "committed" in line:
                    run.kill()
                    break
        if damage == "log":
            log = trial.database + "-wal"
            with open(log, "r+b") as file:
                file.seek(os.path.getsize(log) * 2 // 3)
                file.write(os.urandom(5000))
        elif damage == "note":
            with open(trial.database + "-stream-1", "r+b") as file:
                file.write(os.urandom(1024))
        else:
            os.remove(trial.database + "-stream-1")
        trial.server.order("advance 4000")
        trial.change(40)
        trial.succeeds()


def a_newer_layout(trial):
    trial.succeeds()
    trial.change(20)
    (version,) = sqlite3.connect(trial.database).execute("PRAGMA user_version").fetchone()
    trial.execute("PRAGMA user_version = 4711")
    trial.fails("which a newer version of this software wrote")
    status = subprocess.run(
        [trial.program, "status", "--database", trial.database], capture_output=True, text=True)
    assert status.returncode == 1
    trial.is_one_sentence(status.stderr.strip(), ["has layout 4711"])
    trial.execute(f"PRAGMA user_version = {version}")
    trial.succeeds()


TRIALS = [
    files_that_may_not_grow, a_full_disk, a_full_folder_for_temporary_files, a_full_output, a_read_only_disk,
    a_folder_without_permission, a_lock_of_another_program, a_lock_that_comes_in_between, a_second_run,
    something_else_in_its_place, damaged_pages, damaged_log_and_notes, a_newer_layout,
]


class Impossible(Exception):
    """This user may not do here what the trial needs: mount a file system, or be somebody else."""


@contextlib.contextmanager
def small_disk(size):
    """A file system of its own, in memory."""
    folder = tempfile.mkdtemp(prefix="tributary-disk-")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True)
    if mounted.returncode != 0:
        os.rmdir(folder)
        raise Impossible
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)
        os.rmdir(folder)


def resize(disk, options):
    subprocess.run(["mount", "-o", f"remount,size={options}", disk], check=True)


def fill(path, leaving):
    """Fills the disk up to so many bytes."""
    status = os.statvfs(os.path.dirname(path))
    with open(path, "wb") as file:
        file.write(bytes(max(0, status.f_bavail * status.f_frsize - leaving)))


def run(trial, program, service):
    """One trial on a server and in a folder of its own; whether it went well."""
    title = trial.__name__.replace("_", " ")
    with tempfile.TemporaryDirectory(prefix="tributary-hard-") as folder, Server(program, service, 1) as server:
        os.chmod(folder, 0o755)
        try:
            trial(Trial(program, service, server, folder))
        except Impossible:
            print(f"skip {service.name}: {title} (this user cannot try it here)", flush=True)
        except (
            AssertionError, RuntimeError, OSError, LookupError, ValueError, subprocess.SubprocessError, sqlite3.Error,
        ) as error:
            print(f"FAIL {service.name}: {title}: {error}", flush=True)
            return False
        else:
            print(f"ok   {service.name}: {title}", flush=True)
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="the program tributary, of a debug or a release build")
    parser.add_argument("services", nargs="*", help="by default all: " + ", ".join(SERVICES))
    parser.add_argument("--only", help="trials whose names contain this")
    options = parser.parse_args()
    if os.geteuid() != 0 and "TRIBUTARY_IN_NAMESPACE" not in os.environ and shutil.which("unshare"):
        # In a namespace where this user may mount; where even that is forbidden, mounting trials are skipped.
        if subprocess.run(["unshare", "-Urm", "true"], capture_output=True).returncode == 0:
            os.environ["TRIBUTARY_IN_NAMESPACE"] = "1"
            os.execvp("unshare", ["unshare", "-Urm", sys.executable, *sys.argv])
    services = [SERVICES[name] for name in options.services or SERVICES]
    trials = [trial for trial in TRIALS if not options.only or options.only in trial.__name__]
    ok = [run(trial, options.program, service) for service in services for trial in trials]
    print(f"{len(ok)} trials, {ok.count(False)} failed.")
    return 0 if all(ok) else 1


if __name__ == "__main__":
    sys.exit(main())
