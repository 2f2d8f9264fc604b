"""What checks deploys.py. A process of the check's own serves, and the check sends it SIGTERM."""

import os
import select
import signal
import socket
import struct
import threading
import time
import traceback
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.http import HttpResponse, StreamingHttpResponse
from django.test import override_settings

from kata.checks import at_most_queries, expect, fail, respond, urls

# A process that is idle at so many looks, one after the other, does nothing more. Time in which it
# waits for a processor doesn't count.
LOOK = 0.02  # seconds
TELLS = Path("/proc/self/task").is_dir()  # what a process does
SETTLED, HANGS, GIVES_UP = (5, 30, 500) if TELLS else (25, 500, 500)
PAUSE = 75  # looks, for a process that pauses before it exits
SOON = 100  # looks until something has turned
LONG = 600  # seconds: no check lasts as long


def test_live(answer, monkeypatch):
    """Liveness asks no database.

    Tries: live.
    """
    at_most_queries(lambda: status(answer.live), 0, "for /live/")
    with failing(monkeypatch, CursorWrapper, "execute"):
        expect(status(answer.live) == 200, "The database fails, and /live/ isn't 200.")


def test_ready(answer, monkeypatch):
    """Readiness asks the database.

    Tries: ready.
    """
    for owner, name in ((CursorWrapper, "execute"), (BaseDatabaseWrapper, "connect")):
        got = status(answer.ready)
        expect(got == 200, f"The database works, and /ready/ answers {got}.", "200.")
        if name == "connect":
            connection.close()
        with failing(monkeypatch, owner, name):
            got = status(answer.ready)
        expect(got == 503, f"{name}() raises OperationalError, and /ready/ answers {got}.", "503.")
        connection.close()
    expect(status(answer.ready) == 200, "The database works again, and /ready/ isn't 200.")


def test_drain(answer):
    """Goes on after SIGTERM, and says that it isn't ready.

    Tries: drain, ready, live, in flight.
    """
    with Process(answer, LONG) as process:
        got = process.get("/ready/", waits=True)
        expect(got == "200", f"/ready/ answers {got} before SIGTERM.", "200.")
        began, stream = process.begin("/work/"), process.begin("/stream/")
        process.terminate()
        for path in ("/live/", "/quick/"):
            got = process.get(path)
            says = f"After SIGTERM, a new request for {path} gets {got}."
            expect(got == "200", says, f"200 for {LONG} seconds, as run() was told.")
        for _ in range(SOON):
            if (got := process.get("/ready/", waits=True)) == "503":
                break
            time.sleep(LOOK)
        expect(got == "503", f"After SIGTERM, /ready/ still answers {got}.", "503.")
        got = [process.get("/live/"), process.get("/quick/")]
        says = f"/ready/ answers 503, and /live/ and /quick/ get {', '.join(got)}."
        expect(got == ["200", "200"], says, f"200 for {LONG} seconds, as run() was told.")
        process.finish(process.go, began, process.begin("/work/"))
        process.finish(process.go_on, stream)
        expect(process.status() is None, f"The process exits within the {LONG} seconds.")


def test_in_flight(answer):
    """Finishes what has begun, accepts nothing new, and exits.

    Tries: in flight, stop, exit.
    """
    with Process(answer, 0) as process:
        stream, began = process.begin("/stream/"), [process.begin("/work/") for _ in range(2)]
        process.terminate()
        looks = 0
        while looks < SOON and not (process.is_idle() and not process.accepts()):
            looks += process.is_idle()
            time.sleep(LOOK)
        process.runs("two requests and a stream")
        says = "0 seconds after SIGTERM, the server still accepts connections."
        expect(not process.accepts(), says, "none, while the last requests are answered.")
        process.finish(process.go, *began)
        process.runs("a stream", PAUSE)
        process.finish(process.go_on, stream)
        got = process.wait()
        expect(got == 0, f"After the last request the process {told(got)}.", "status 0.")


def test_exit(answer):
    """Exits when there is nothing to do.

    Tries: exit, drain.
    """
    for seconds in (0, 0.1):
        with Process(answer, seconds) as process:
            process.finish(process.go, process.begin("/work/"))
            process.terminate()
            got = process.wait()
            says = f"{seconds:g} seconds after SIGTERM, an idle process {told(got)}."
            expect(got == 0, says, "it exits with status 0.")
    with Process(answer, 0) as process:
        leave(process.begin("/stream/"))
        os.write(process.go_on[1], b"x")
        process.terminate()
        got = process.wait()
        says = f"The last visitor has left in the middle of a stream, and the process {told(got)}."
        expect(got == 0, says, "it exits with status 0.")


# What the checks above are made of.


def told(code):
    """Return how a process has ended."""
    if code is None:
        return "hasn't exited, and does nothing more"
    return f"is ended by signal {-code}" if code < 0 else f"exits with status {code}"


def leave(visit):
    """Close a connection so that the server's next bytes are refused."""
    visit.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    visit.close()


def status(view):
    """Return the status of a view's response."""
    return respond(view, "/").status_code


@contextmanager
def failing(monkeypatch, owner, name):
    """Let the database fail in every thread."""

    def fails(*args, **kwargs):
        raise OperationalError("the database is away")

    with monkeypatch.context() as patch:
        patch.setattr(owner, name, fails)
        yield


class Server(ThreadingMixIn, WSGIServer):
    """The server that an answer runs."""

    daemon_threads = True
    request_queue_size = 2 * SOON

    def server_bind(self):
        super(WSGIServer, self).server_bind()  # which needs no name of the host
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]
        self.setup_environ()


class Handler(WSGIRequestHandler):
    def log_message(self, *args):
        """Print nothing."""


class Process:
    """A forked process that serves, and the check's side of it."""

    def __init__(self, answer, seconds):
        self.answer, self.seconds, self.code = answer, seconds, None

    def __enter__(self):
        self.inside, self.go, self.go_on, self.visits = os.pipe(), os.pipe(), os.pipe(), []
        views = {"work/": self.work, "stream/": self.stream, "quick/": quick}
        views |= {"live/": self.answer.live, "ready/": self.answer.ready}
        server = Server(("127.0.0.1", 0), Handler)
        self.address = server.server_address
        connections.close_all()
        with override_settings(ROOT_URLCONF=urls(views), MIDDLEWARE=[], ALLOWED_HOSTS=["*"]):
            server.set_app(WSGIHandler())
            self.pid = os.fork()
            if not self.pid:
                serve(self.answer, server, self.seconds)
        server.socket.close()
        expect(self.get("/quick/", waits=True) == "200", "run() doesn't serve requests.")
        self.settle()
        return self

    def __exit__(self, *_):
        for visit in self.visits:
            visit.close()
        if self.status() is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        for pipe in (*self.inside, *self.go, *self.go_on):
            os.close(pipe)

    def work(self, request):
        """A request that lasts until the check lets it go."""
        os.write(self.inside[1], b"x")
        os.read(self.go[0], 1)
        return HttpResponse("worked.")

    def stream(self, request):
        """A response whose first half has been sent when the check lets it go."""

        def chunks():
            yield "streamed"
            os.write(self.inside[1], b"x")
            os.read(self.go_on[0], 1)
            yield "."

        return StreamingHttpResponse(chunks())

    def begin(self, path):
        """Send a request, and wait until it is inside."""
        visit = self.send(path)
        if not self.readable(self.inside[0], GIVES_UP):
            raise fail(f"A request for {path} doesn't begin.", "new requests are answered.")
        os.read(self.inside[0], 1)
        return visit

    def finish(self, go, *visits):
        """Let requests go that have begun, and fail unless their responses are whole."""
        os.write(go[1], b"x" * len(visits))
        for visit in visits:
            got = self.reply(visit, waits=True).partition("\r\n\r\n")[2]
            says = f"A request that began before the end gets {got or 'no answer'!r}."
            expect(got in ("worked.", "streamed."), says, "the whole response.")

    def runs(self, what, looks=SETTLED):
        """Fail if the process has exited while requests were in it."""
        self.settle(looks)
        says = f"The process {told(self.status())} while it answers {what}."
        expect(self.status() is None, says, "after the last one.")

    def send(self, path):
        visit = socket.create_connection(self.address)
        self.visits.append(visit)
        visit.sendall(f"GET {path} HTTP/1.0\r\nHost: arena\r\n\r\n".encode())
        return visit

    def get(self, path, waits=False):
        """Return the status that a new request gets."""
        try:
            visit = self.send(path)
        except OSError:
            return "no connection"
        return self.reply(visit, waits)[9:12] or "no answer"

    def reply(self, visit, waits=False):
        """Return what comes, until the end or until a process does nothing for it.

        Args:
            waits: whether it may wait for somebody else, such as the database.
        """
        read = b""
        while self.readable(visit, GIVES_UP if waits else HANGS):
            try:
                chunk = visit.recv(10_000)
            except OSError:
                break
            if not chunk:
                break
            read += chunk
        return read.decode()

    def readable(self, file, looks):
        """Return whether something comes before the process has been idle at so many looks."""
        idle = 0
        while not (comes := select.select([file], [], [], LOOK)[0]) and idle < looks:
            idle = idle + 1 if self.is_idle() else 0
        return bool(comes)

    def accepts(self):
        """Return whether the process accepts a connection."""
        try:
            socket.create_connection(self.address).close()
        except OSError:
            return False
        return True

    def terminate(self):
        os.kill(self.pid, signal.SIGTERM)
        self.settle()

    def settle(self, looks=SETTLED):
        """Wait until the process has done what it was told: all its threads sleep."""
        idle = 0
        for _ in range(1000):  # an answer may never rest
            time.sleep(LOOK)
            idle = idle + 1 if self.is_idle() else 0
            if idle == looks:
                break

    def is_idle(self):
        """Return whether no thread of the process is running or waits for a processor.

        Where the system doesn't tell, a process counts as idle.
        """
        try:
            tasks = [*Path(f"/proc/{self.pid}/task").iterdir()]
            states = [(task / "stat").read_text().rpartition(")")[2].split()[0] for task in tasks]
        except OSError:
            return True
        return not {"R", "D"} & set(states)

    def status(self):
        """Return the exit status, None while the process runs."""
        if self.code is None:
            pid, code = os.waitpid(self.pid, os.WNOHANG)
            self.code = os.waitstatus_to_exitcode(code) if pid else None
        return self.code

    def wait(self):
        """Return the exit status, None if the process doesn't end."""
        idle = 0
        while self.status() is None and idle < GIVES_UP:
            time.sleep(LOOK)
            idle += self.is_idle()
        return self.status()


def quick(request):
    return HttpResponse("quick")


def serve(answer, server, seconds):
    """Run the answer's server, and exit as Python does: in the forked process."""
    code = 1
    try:
        answer.run(server, seconds)
        code = 0
    except SystemExit as exit:
        code = exit.code if isinstance(exit.code, int) else int(exit.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        threading._shutdown()  # waits for threads that are no daemons
        os._exit(code)
