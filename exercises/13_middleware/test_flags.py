"""What checks flags.py. Time is what the checks set time.monotonic() and time.time() to."""

import time
from contextlib import contextmanager
from functools import partial
from hashlib import md5

import pytest
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse

from kata.checks import (
    Meter,
    again,
    at_most_queries,
    clients,
    concurrently,
    create_table,
    expect,
    interleave,
    moves_data,
    plural,
    set_clocks,
)

HOUR, SECOND = 3_600_000, 1_050  # milliseconds: a second and a little more
NAMES = ("new_search", "New_Search", "Łódź's 100 %", 'a "b" c', " new_search ", "%s", "")
VISITORS = [md5(b"%d" % n, usedforsecurity=False).hexdigest() for n in range(1_000)]
VISITORS += [f"visitor {n}" for n in range(1_000)]
NEAR = 0.06  # over five standard deviations of a share of 2,000 visitors
GROWING = (0, 3, 56, 99, 100)


def test_answer(answer, clocks):
    """Flags are on or off as the table says.

    Tries: off, roll-out.
    """
    right(Server(answer), {}, "with an empty table")
    for percents in ((0, 100), (100, 0)):
        rows = {name: percents[n % 2] for n, name in enumerate(NAMES[:-2])}
        for name, percent in rows.items():
            put(name, percent)
        clocks.wait(SECOND)
        right(Server(answer), rows, "in a new process")


def test_soon(answer, clocks):
    """A change is seen within a second.

    Tries: soon, off.
    """
    servers = Server(answer), Server(answer)
    for jump in (0, -HOUR, HOUR):
        for percent in (100, None, 0, 100, 0, None):
            for server in servers:
                server.on("search")
                clocks.wait(SECOND * 0.2)
            put("search", percent)
            clocks.set_system(jump)
            for _ in range(5):  # others come all the time
                for server in servers:
                    server.on("search", visitor="another")
                clocks.wait(SECOND * 0.2)
            what = f"set to {percent} %" if percent is not None else "deleted"
            when = f", and the system's time is set by {jump // HOUR} hours" * bool(jump)
            for server in servers:
                right(server, {"search": percent}, f"a second after it was {what}{when}")
    slow, changes = Server(answer), []

    def half_a_second(execute, *call):
        result = execute(*call)
        if not changes:
            changes.append("search")
            put("search", 100)
            clocks.wait(SECOND * 0.5)
        return result

    with connection.execute_wrapper(half_a_second):
        slow.on("search")
    clocks.wait(SECOND * 0.5)
    right(slow, {"search": 100}, "a second after a change during a slow query")


def test_rollout(answer, clocks):
    """A flag of some percent is on for the same visitors everywhere.

    Tries: roll-out, off.
    """
    one, other = Server(answer), Server(answer, seed=1)
    names, before = ("search", "editor", "menu"), set()
    for percent in GROWING:
        for name in names:
            put(name, percent)
        clocks.wait(SECOND)
        few = {visitor: one.on(*names, visitor=visitor) for visitor in VISITORS[::50]}
        for server, where in ((one, "its next page"), (other, "another process")):
            for visitor, flags in few.items():
                says = f"Flags of {percent} % change for a visitor on {where}."
                expect(server.on(*names, visitor=visitor) == flags, says, "they stay.")
        found = [set() for _ in (*names, "unknown")]
        for visitor in VISITORS:
            for who, is_on in zip(found, one.on(*names, "unknown", visitor=visitor), strict=True):
                who.update([visitor] * is_on)
        share(found[3], 0, "have a flag without a row")
        for who, name in zip(found[:3], names, strict=True):
            share(who, percent / 100, f"have {name!r} at {percent} %")
        share(found[0] & found[1], (percent / 100) ** 2, f"have two flags of {percent} %")
        share(found[0] & found[2], (percent / 100) ** 2, f"have two flags of {percent} %")
        lost = len(before - found[0])
        says = f"{plural(lost, 'visitor')} lost a flag that grew to {percent} %."
        expect(not lost, says, "nobody loses it.")
        before = found[0]


def test_one_page(answer, clocks):
    """The flags of a request are from one moment.

    Tries: one page.
    """
    server = Server(answer)

    def view(request):
        first = [bool(request.is_on(name)) for name in ("a", "b")]
        for name, percent in {"a": 0, "b": 100, "c": 100, "d": None}.items():
            put(name, percent)
        clocks.wait(SECOND)
        concurrently(lambda _: server.on("a"), threads=1)
        return first + [bool(request.is_on(name)) for name in ("a", "b", "c", "d")]

    for _ in range(2):
        for name, percent in {"a": 100, "b": 0, "c": None, "d": 100}.items():
            put(name, percent)
        clocks.wait(SECOND)
        got = server.page(view)
        says = f"The table changes during a request, whose flags a, b, a, b, c, d were {told(got)}."
        allowed = "on, off, on, off, off, on, as at the first one."
        expect(got == [True, False, True, False, False, True], says, allowed)


def test_failure(answer, clocks):
    """Flags stay when the database fails.

    Tries: failure, queries.
    """
    rows = {"a": 100, "b": 0}
    for name, percent in rows.items():
        put(name, percent)
    cold, warm = Server(answer), Server(answer)
    warm.on("a")
    clocks.wait(SECOND)
    for _ in range(3):
        with failing():
            right(cold, {}, "while the first read of a process fails")
            right(warm, rows, "while reads fail")
        clocks.wait(SECOND)
    with failing() as tried:
        for visitor in VISITORS[:20]:
            warm.on("a", visitor=visitor)
    number = plural(len(tried), "query", "queries")
    says = f"While reads fail, 20 requests at one moment send {number}."
    expect(len(tried) <= 1, says, "1 for each second.")
    clocks.wait(SECOND)
    put("b", 100)
    right(cold, {"a": 100, "b": 100}, "a second after the first read failed")
    right(warm, {"a": 100, "b": 100}, "a second after reads failed")


def test_queries(answer, clocks):
    """Sends one query a second.

    Tries: queries.
    """
    names = [f"flag {number}" for number in range(60)]
    for name in names[::2]:
        put(name, 50)
    server = Server(answer)

    def visit(times, ms):
        for visitor in VISITORS[:times]:
            server.on(*names, visitor=visitor)
            clocks.wait(ms)

    at_most_queries(lambda: visit(20, 0), 1, "for 20 requests at one moment", keep_caches=True)
    clocks.wait(SECOND)
    why = "for requests every 0.1 seconds, for 10 seconds"
    at_most_queries(lambda: visit(100, 100), 11, why, keep_caches=True)


def test_threads(answer, monkeypatch):
    """Threads that ask at the same time send one query, and see what has changed.

    Tries: queries, soon.
    """
    now = [1000.0]  # the other clocks show the threads' work to interleave()
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(time, "monotonic_ns", lambda: int(now[0] * 1e9))

    def prepare(is_first):
        server = Server(answer)
        if not is_first:
            put("a", 0)
            server.on("a")
        put("a", 100)
        now[0] += 2
        meter.calls.clear()
        return server

    with Meter() as meter, clients() as among:
        for is_first, when in ((True, "at first"), (False, "two seconds after a change")):
            for meeting in interleave(
                partial(prepare, is_first), *[lambda server: server.on("a")] * 2, among=among
            ):
                for error in meeting.errors:
                    raise error
                number = sum("flags_flag" in call.sql for call in meter.queries)
                says = f"{plural(number, 'query', 'queries')} by two threads that ask {when}."
                expect(number <= 1, says, "at most 1.", meeting.story)
                says = f"Two threads ask {when}, and one is told that a flag of 100 % is off."
                expect(meeting.results == [[True], [True]], says, "on.", meeting.story)


# What the checks above are made of.


@pytest.fixture(autouse=True)
def table(answer):
    """An empty table of flags."""
    if "flags_flag" not in connection.introspection.table_names():
        create_table(answer.Flag, names=("Flag", ""))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM flags_flag")


@pytest.fixture
def clocks():
    """Clocks that the check sets."""
    with set_clocks() as clocks:
        yield clocks


class Server:
    """A process of the site, which may have another seed for the hashes of texts."""

    def __init__(self, answer, seed=0):
        module = again(answer, seed=seed)
        self._middleware = module.flags(lambda request: request.act(request))

    def page(self, view, visitor="somebody"):
        """Return what a view returns that is told the request."""
        request, results = HttpRequest(), []
        request.method, request.visitor = "GET", visitor
        request.act = lambda request: results.append(view(request)) or HttpResponse()
        self._middleware(request)
        return results[0]

    def on(self, *names, visitor="somebody"):
        return self.page(lambda request: [bool(request.is_on(name)) for name in names], visitor)


def put(name, percent):
    """Set a flag, as another process does; None deletes it."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM flags_flag WHERE name = %s", [name])
        if percent is not None:
            sql = "INSERT INTO flags_flag (name, percent) VALUES (%s, %s)"
            cursor.execute(sql, [name, percent])


def right(server, rows, given):
    """Fail unless flags of 0 or 100 percent are off or on, and all others off."""
    for visitor in ("somebody", "", "x"):
        for name, got in zip(
            (*rows, *NAMES), server.on(*rows, *NAMES, visitor=visitor), strict=True
        ):
            expected = rows.get(name) == 100
            says = f"is_on({name!r}) is {got!r}, {given}."
            expect(got == expected, says, f"{expected}.")


def share(who, expected, what):
    part = len(who) / len(VISITORS)
    says = f"{100 * part:.1f} of 100 visitors {what}."
    some, near = 0 < expected < 1, abs(part - expected) < NEAR
    is_right = near and (expected < 0.01 or 0 < part < 1) if some else part == expected
    expect(is_right, says, f"{'about ' * some}{100 * expected:.1f}.")


def told(flags):
    return ", ".join("on" if flag else "off" for flag in flags)


@contextmanager
def failing():
    """Let the database refuse what is sent to it, and yield a list of that."""
    tried = []

    def refuse(_, sql):
        if moves_data(sql):
            tried.append(sql)
            raise OperationalError("The database is not there.")

    with Meter(refuse=refuse):
        yield tried
