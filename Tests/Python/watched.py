"""One run of `tributary sync` that is watched from outside, and killed at a chosen effect.

Between the program and the server stands a relay, which sees each request before the server does, and each answer
before the program does. What the program has committed is seen in its output, in the size of the database's log, and
in the note beside the database. Python 3.11, standard library only.
"""

import http.client
import http.server
import json
import os
import subprocess
import threading
import time


class Run:
    """A process, the effects that were seen of it in their order, and the one at which it is to be killed."""

    def __init__(self, command, environment, database, aim=None, delay=None, on_request=None):
        self.aim, self.left = aim if aim else (None, 0)
        self.delay = delay
        self.on_request = on_request
        self.effects = []
        self.report = {}
        self.killed = False
        self.lock = threading.Lock()
        self.database = database
        self.answered = threading.Event()
        self.ended = threading.Event()
        self.started_after = None
        self.command, self.environment = command, environment
        self.threads = [threading.Thread(target=self._read_output), threading.Thread(target=self._read_errors)]

    def finish(self):
        """Runs the process to its end, and kills it when its time has come."""
        self.start = time.monotonic()
        self.process = subprocess.Popen(
            self.command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for thread in self.threads:
            thread.start()
        if self.delay is not None:
            if not self.ended.wait(max(0, self.start + self.delay - time.monotonic())):
                with self.lock:
                    self._kill()
        elif self.aim in ("commit written", "commit noted"):
            self._watch_files()
        if not self.ended.wait(300):
            self.process.kill()
            raise RuntimeError(f"the program did not end; the last that was seen of it: {self.last_effect}")
        self.process.wait()
        self.duration = time.monotonic() - self.start
        for thread in self.threads:
            thread.join()
        # A process that ended by itself just before was not killed.
        self.killed = self.killed and self.process.returncode < 0
        return self

    def saw(self, effect):
        """Notes an effect; the process does not survive the one that is aimed at.

        False once the process is killed: what happens then is none of its effects.
        """
        with self.lock:
            if self.killed:
                return False
            self.effects.append(effect)
            if effect == self.aim:
                self.left -= 1
                if self.left <= 0:
                    self._kill()
        if effect.endswith("answered"):
            self.answered.set()
        return not self.killed

    @property
    def last_effect(self):
        return self.effects[-1] if self.effects else "before anything was seen of it"

    def _kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.killed = True

    def _told(self, effect):
        """What the process wrote before it was killed counts, though it is read after."""
        if not self.saw(effect):
            with self.lock:
                self.effects.append(effect)

    def _read_output(self):
        for line in self.process.stdout:
            try:
                event = json.loads(line)
            except json.JSONDecodeError:
                continue
            name = event.get("event")
            if name == "started":
                self.started_after = self.started_after or time.monotonic() - self.start
                self._told("stream opened")
            elif name == "committed":
                self._told("commit told")
            elif name == "finished":
                self.report = event
                self._told("result told")
        # The end of the output is the end of the process, and comes without polling for it.
        self.ended.set()
        self.process.stdout.close()

    def _read_errors(self):
        self.errors = self.process.stderr.read().strip()
        self.process.stderr.close()

    def _watch_files(self):
        """Kills as soon as a file changes, once an answer is there: the log grows, or a commit is noted."""
        path = self.database + ("-wal" if self.aim == "commit written" else "-stream-1")
        self.answered.wait(10)
        seen = self._state(path)
        while self.process.poll() is None and time.monotonic() < self.start + 300:
            now = self._state(path)
            if now != seen:
                seen = now
                with self.lock:
                    self.left -= 1
                    if self.left <= 0:
                        self.effects.append(self.aim)
                        self._kill()
                        return
            time.sleep(0.00005)

    @staticmethod
    def _state(path):
        try:
            status = os.stat(path)
        except FileNotFoundError:
            return None
        return status.st_size, status.st_mtime_ns


class Relay:
    """An HTTP server that passes everything on to another port, and tells the current run what it sees."""

    def __init__(self, service, port):
        self.run = None
        self.busy = 0
        self.idle = threading.Condition()
        relay = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def _pass_on(self):
                run = relay.run
                kind = service.kind(self.command, self.path.partition("?")[0])
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length) if length else None
                with relay.idle:
                    relay.busy += 1
                try:
                    self._answer(run, kind, body)
                except (OSError, http.client.HTTPException):
                    # The program is gone, or the server cut the connection: so do we.
                    self.close_connection = True
                finally:
                    with relay.idle:
                        relay.busy -= 1
                        relay.idle.notify_all()

            def _answer(self, run, kind, body):
                self._saw(run, f"{kind} asked")
                if run.on_request:
                    run.on_request()
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
                try:
                    connection.request(self.command, self.path, body, dict(self.headers.items()))
                    response = connection.getresponse()
                    try:
                        content, is_whole = response.read(), True
                    except http.client.IncompleteRead as error:
                        content, is_whole = error.partial, False
                finally:
                    connection.close()
                self._saw(run, f"{kind} done")
                lines = [f"HTTP/1.1 {response.status} {response.reason}"]
                lines += [f"{name}: {value}" for name, value in response.getheaders() if name != "Connection"]
                head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
                half = len(content) // 2
                self.wfile.write(head + content[:half])
                self.wfile.flush()
                if half:
                    self._saw(run, f"{kind} half answered" if is_whole else f"{kind} cut")
                if not is_whole:
                    raise ConnectionAbortedError
                self.wfile.write(content[half:])
                self.wfile.flush()
                self._saw(run, f"{kind} answered")

            @staticmethod
            def _saw(run, effect):
                # Of a killed program's request nothing more is passed on, in neither direction.
                if not run.saw(effect):
                    raise ConnectionAbortedError

            do_GET = do_POST = _pass_on

            def log_message(self, *_):
                pass

        class Listener(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, request, client_address):
                # The program was killed while it spoke.
                pass

        self.server = Listener(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def settle(self):
        """Waits until the server has heard of all that was sent to it."""
        with self.idle:
            if not self.idle.wait_for(lambda: self.busy == 0, timeout=60):
                raise RuntimeError("a request is still under way")

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
