"""What checks deploys.py. A process of the check's own serves, and the check sends it SIGTERM."""

import time
from contextlib import suppress
from unittest.mock import patch

from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from kata.checks import at_most_queries, expect, plural, respond
from kata.checks.forked_server import GIVES_UP, LOOK, SETTLED, ForkedServer

PAUSE = 75  # looks, for a process that pauses before it exits
SOON = 100  # looks until something has turned
LONG = 600  # seconds: no check lasts as long
HOUR = 3600  # seconds


def test_live(time_passes, answer):
    """Liveness asks no database.

    Tries: live.
    """
    at_most_queries(lambda: status(answer.live), 0, "for /live/")
    with failing(CursorWrapper, "execute"):
        for hours in range(3):
            says = f"The database has failed for {plural(hours, 'hour')}, and /live/ isn't 200."
            expect(status(answer.live) == 200, says)
            with suppress(OperationalError):
                status(answer.ready)
            time_passes(HOUR)


def test_ready(answer):
    """Readiness asks the database.

    Tries: ready.
    """
    for owner, name in ((CursorWrapper, "execute"), (BaseDatabaseWrapper, "connect")):
        got = status(answer.ready)
        expect(got == 200, f"The database works, and /ready/ answers {got}.", "200.")
        if name == "connect":
            connection.close()
        with failing(owner, name):
            got = status(answer.ready)
        expect(got == 503, f"{name}() raises OperationalError, and /ready/ answers {got}.", "503.")
        connection.close()
    expect(status(answer.ready) == 200, "The database works again, and /ready/ isn't 200.")


def test_drain(answer):
    """Goes on after SIGTERM, and says that it isn't ready.

    Tries: drain, ready, live, in flight.
    """
    with serving(answer, LONG) as process:
        got = process.get("/ready/", GIVES_UP)
        expect(got == "200", f"/ready/ answers {got} before SIGTERM.", "200.")
        began, stream = process.begin("/work/"), process.begin("/stream/")
        process.terminate()
        for path in ("/live/", "/quick/"):
            got = process.get(path)
            says = f"After SIGTERM, a new request for {path} gets {got}."
            expect(got == "200", says, f"200 for {LONG} seconds, as run() was told.")
        for _ in range(SOON):
            if (got := process.get("/ready/", GIVES_UP)) == "503":
                break
            time.sleep(LOOK)
        expect(got == "503", f"After SIGTERM, /ready/ still answers {got}.", "503.")
        got = [process.get("/live/"), process.get("/quick/")]
        says = f"/ready/ answers 503, and /live/ and /quick/ get {', '.join(got)}."
        expect(got == ["200", "200"], says, f"200 for {LONG} seconds, as run() was told.")
        process.finish(process.go, began, process.begin("/work/"))
        process.finish(process.go_on, stream)
        expect(process.exitcode is None, f"The process exits within the {LONG} seconds.")


def test_in_flight(answer):
    """Finishes what has begun, accepts nothing new, and exits.

    Tries: in flight, stop, exit.
    """
    with serving(answer, 0) as process:
        half = process.connect()
        half.sendall(b"GET /work/ HTTP/1.0\r\n")  # the rest is on its way
        stream, began = process.begin("/stream/"), [process.begin("/work/") for _ in range(2)]
        process.terminate()
        process.until(lambda: process.is_idle() and not process.accepts(), SOON)
        runs(process, "two requests and a stream")
        says = "0 seconds after SIGTERM, the server still accepts connections."
        expect(not process.accepts(), says, "none, while the last requests are answered.")
        process.finish(process.go, *began)
        runs(process, "a stream", PAUSE)
        process.finish(process.go_on, stream)
        runs(process, "a request of which one line has come", PAUSE // 3)
        half.sendall(b"\r\n")
        process.finish(process.go, half)
        got = process.ended()
        expect(got == 0, f"After the last request the process {told(got)}.", "status 0.")


def test_exit(answer):
    """Exits when there is nothing to do.

    Tries: exit, drain.
    """
    for seconds in (0, 0.1):
        with serving(answer, seconds) as process:
            process.finish(process.go, process.begin("/work/"))
            process.terminate()
            exits(process, f"{seconds:g} seconds after SIGTERM, an idle process")
    with serving(answer, 0) as process:
        for visit in (process.connect(), process.connect()):  # as a probe of the port does
            process.leave(visit)
        process.connect().close()
        process.settle()
        process.terminate()
        exits(process, "Visitors have connected and left without a request, and the process")
    with serving(answer, 0) as process:
        process.leave(process.begin("/stream/"))
        process.go_on.release()
        process.terminate()
        exits(process, "The last visitor has left in the middle of a stream, and the process")


# What the checks above are made of.


def status(view):
    """Return the status of a view's response."""
    return respond(view, "/").status_code


def failing(owner, name):
    """Let the database fail in every thread, for the length of a block."""
    return patch.object(owner, name, side_effect=OperationalError("the database is away"))


def serving(answer, seconds):
    """Return a process that runs the answer's server."""
    views = {"live/": answer.live, "ready/": answer.ready}
    return ForkedServer(answer.run, views, seconds)


def runs(process, what, looks=SETTLED):
    """Fail if a process has exited while requests were in it."""
    process.settle(looks)
    says = f"The process {told(process.exitcode)} while it answers {what}."
    expect(process.exitcode is None, says, "after the last one.")


def exits(process, words):
    """Fail unless a process exits by itself."""
    got = process.ended()
    expect(got == 0, f"{words} {told(got)}.", "it exits with status 0.")


def told(code):
    """Return how a process has ended."""
    if code is None:
        return "hasn't exited, and does nothing more"
    return f"is ended by signal {-code}" if code < 0 else f"exits with status {code}"
