"""What checks slow_queries.py.

No verdict depends on how fast this machine is. A budget below zero is too small for every query, a
minute is enough for each of these, and between the two a query sleeps for twice its budget.
"""

import gc
import logging
import re
import sys
import time
import weakref
from collections import OrderedDict, defaultdict, deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, connections
from django.db.backends.signals import connection_created
from django.test import override_settings

from kata.checks import at_most_queries, expect, ledger, logged, message, slow_statement, undone

NONE, HALF, MINUTE = -1, 150, 60_000
ADDRESS, PHONE = "ada@arena.example", 4_930_123_456_789
MANY, FEW = 60, 20  # queries that are sent, and how many of them a log may still hold

# What fails with a message that quotes the value.
QUOTING = {"postgresql": "CAST(%s AS integer)", "sqlite": "json_extract('{}', %s)"}
# What fails in the driver, with an error that is not one of the database.
UNSENDABLE = {"postgresql": 42, "sqlite": ["\ud800"]}

PLAIN = "SELECT 41 + 1 /* plain */"
EXECUTEMANY = "DELETE FROM discuss_tag /* many */ WHERE name = %s"
FAILING = "SELECT no_such_column /* failing */"
MISUSED = "SELECT %s /* misused */"
PERCENT = "SELECT '100%' /* percent */"
LONG = f"SELECT 1\n  /* long */ -- all\n WHERE 'a' <> '{'x  ' * 1700}'"
CHUNKED = "SELECT 1 /* chunked */"


@pytest.fixture(autouse=True)
def site():
    """A site with three connections, one of them open, on which nothing is installed yet."""
    with undone():
        for alias in ("replica", "archive"):
            connections.settings[alias] = dict(connections["default"].settings_dict)
        connection.ensure_connection()
        yield


def test_answer(answer):
    """With DEBUG on, what is over the budget is logged

    Tries: message, outcome.
    """
    with override_settings(DEBUG=True):
        logs_awkward_queries(answer, "with DEBUG on")


def test_production(answer):
    """With DEBUG off, too: the whole SQL, and what a query returned or raised before

    Tries: message, outcome.
    """
    before = outcomes()
    logs_awkward_queries(answer, "with DEBUG off")
    with logged("arena.slow_queries") as records:
        after = outcomes()
    sent = [PLAIN, EXECUTEMANY, MISUSED, FAILING, PERCENT, LONG, CHUNKED]
    logs(records, [note for sql in sent for note in notes_of(sql)], "with DEBUG off")
    for sql, record in zip(sent, records, strict=True):
        text = message(record)
        said = text.partition(" ms: ")[2]
        expect(
            said == sql or (sql == CHUNKED and said.startswith("DECLARE") and sql in said),
            f"The message of a query of {len(sql):,} characters is not its time and its SQL.",
            '"12.3 ms: " and the whole SQL as it was sent, nothing else.',
            [f"SQL      {short(sql)}", f"message  {short(text)}"],
        )
        time_of(record)
    for sql, one, other in zip(sent, before, after, strict=True):
        expect(
            one == other,
            f"A query that {one} before install() {other} after it.",
            "what it did before.",
            [sql[:76].splitlines()[0]],
        )


def test_budget(answer):
    """Only what is over the budget, and the last budget counts

    Tries: budget, message.
    """
    with logged("arena.slow_queries") as records:
        answer.install(NONE)
        answer.install(MINUTE)
        slow_statement(0.1)
        logs(records, [], "of a query that slept for 100 ms, after install(60_000)")

        answer.install(HALF)
        spent = milliseconds(lambda: slow_statement(0.3))
        logs(records, ["slow"], "of a query that slept for 300 ms, after install(150)")
        ms = time_of(records[0])
        expect(250 <= ms <= spent + 5, f"{ms} ms were logged for 300 to {spent:,.0f} ms.")

        if connection.vendor == "postgresql":  # SQLite refuses executemany() of a SELECT
            records.clear()
            with connection.cursor() as cursor:
                cursor.executemany("SELECT pg_sleep(%s) /* sets */", [(0.1,)] * 3)
            logs(records, ["sets"], "of an executemany() of three times 100 ms")

        records.clear()
        answer.install(0)
        for _ in range(5):
            slow_statement(0.0204)
        logs(records, ["slow"] * 5, "of five queries that slept for 20 ms each, after install(0)")
        times = [time_of(record) for record in records]
        whole = all(ms == int(ms) for ms in times)
        expect(not whole, f"Five times in whole milliseconds: {times}.", "the time as measured.")


def test_connections(answer):
    """On every connection: this one, another alias, another thread

    Tries: connections, budget, others.
    """
    with logged("arena.slow_queries") as records, another_thread() as elsewhere:
        send("older_alias", "replica")  # open when install() is called
        with two_blocks("default"):
            answer.install(NONE)
        send("open_already")
        send("older_alias", "replica")
        with two_blocks("archive"):
            send("other_alias", "archive")
        send("other_alias", "archive")
        elsewhere(send, "other_thread")
        elsewhere(send, "its_other_alias", "replica")
        everywhere = ["open_already", "older_alias", "other_alias", "other_alias"]
        threads = ["other_thread", "its_other_alias"] if elsewhere.there else []
        when = "of queries on these connections, in and after blocks of execute_wrapper()"
        logs(records, everywhere + threads, when)

        records.clear()
        answer.install(MINUTE)
        send("open_already")
        elsewhere(send, "other_thread")
        logs(records, [], "after install(60_000), on connections that were open before")

        answer.install(NONE)
        send("open_already")
        elsewhere(send, "other_thread")
        right = ["open_already", *threads[:1]]
        logs(records, right, "after install(-1), on connections that were open before")

        # A connection that is made where one was thrown away may have its id().
        for _ in range(10):
            records.clear()
            connections["replica"].close()
            del connections["replica"]
            gc.collect()
            send("made_anew", "replica")
            logs(records, ["made_anew"], "on a connection that was made anew")


def test_overlapping(answer):
    """Times each query by itself, when several threads send queries at the same time

    Tries: message, connections.
    """
    if sys.platform == "emscripten":
        ledger.note("There are no threads here, so overlapping queries were not tried.")
        return
    answer.install(HALF)
    with logged("arena.slow_queries") as records, ThreadPoolExecutor(1) as pool:
        slow = pool.submit(lambda: (slow_statement(0.35), connections.close_all()))
        while not slow.done():
            slow_statement(0)  # the same SQL, with another number of seconds
            time.sleep(0.02)
        slow.result()
    ms = max(map(time_of, records), default=0)
    expect(
        ms >= 300,
        f"A query of 350 ms, with others beside it, was logged with {ms:,.0f} ms."
        if records
        else "A query of 350 ms was not logged, with others beside it, after install(150).",
        "each query's own time.",
    )


def test_once(answer):
    """Never twice, however often it is installed and a connection is opened

    Tries: once.
    """
    with logged("arena.slow_queries") as records, another_thread() as elsewhere:
        answer.install(NONE)
        answer.install(NONE)
        for note in ("first", "again", "again"):
            connection.close()
            send(note)
        right = ["first", "again", "again"]
        logs(records, right, "of three queries, each on a connection that was opened again")

        records.clear()
        with override_settings(DEBUG=True):
            answer.install(NONE)
            connection.close()
            send("debug")
        logs(records, ["debug"], "with DEBUG on, of a query on a connection that was opened again")

        records.clear()
        for _ in range(2):
            elsewhere(send, "other_thread")
            elsewhere(connections.close_all)
            answer.install(NONE)
            send("other_alias", "replica")
            connections.close_all()
        right = ["other_thread"] * elsewhere.there + ["other_alias"]
        logs(records, 2 * right, "of another thread and another alias, each opened twice")


def test_private(answer):
    """No values, which may be somebody's address

    Tries: private.
    """
    answer.install(NONE)
    with logged("arena.slow_queries") as records, connection.cursor() as cursor:
        cursor.execute("SELECT 1 /* one */ WHERE 'nobody' = %s", [ADDRESS])
        cursor.execute("SELECT 1 /* named */ WHERE 'nobody' = %(who)s", {"who": ADDRESS})
        cursor.execute("SELECT 1 /* number */ WHERE 0 = %s", (PHONE,))
        cursor.executemany("DELETE FROM accounts_user /* many */ WHERE email = %s", [[ADDRESS]])
        raises_still(cursor, f"SELECT {QUOTING[connection.vendor]} /* failing */", [ADDRESS])
    right = ["one", "named", "number", "many", "failing"]
    logs(records, right, "of queries with parameters")
    for record in records:
        for name, value in {**vars(record), "message": message(record)}.items():
            for private in (ADDRESS, str(PHONE)):
                expect(
                    private not in f"{value!s} {value!r}",
                    f"The record's {name} holds {private}, the value of a parameter.",
                    "the SQL with its placeholders, and no values.",
                )


def test_cost(answer):
    """Sends no query of its own, and keeps none

    Tries: queries.
    """
    at_most_queries(lambda: send("one"), 1, "before anything is installed")
    answer.install(NONE)
    at_most_queries(lambda: [send("ten") for _ in range(10)], 10, "the ten that are logged")
    kept = len(connection.queries_log)
    expect(not kept, f"Django now keeps a list of queries: {kept} after these few.", "none.")
    grown = growing(lambda: send("kept"))
    expect(
        not grown,
        f"Something of yours grows with each query: {', '.join(grown)} of {MANY} entries more "
        f"after {MANY} queries.",
        "no list of past queries: a server runs for months.",
    )


def test_others(answer):
    """Leaves what other people have put on the connections

    Tries: others.
    """
    called = []

    def theirs(execute, *args):
        called.append("wrapper")
        return execute(*args)

    def opened(**_):
        called.append("receiver")

    connection_created.connect(opened)
    raw, shown = connection.connection, "the wrapper and the connection that were there before."
    for alias in ("default", "replica"):
        connections[alias].execute_wrappers.append(theirs)
    for _ in range(2):
        answer.install(MINUTE)
        send("one")
    expect(connection.connection is raw, "install() closes a connection that is open.", shown)
    expect(called == ["wrapper"] * 2, "Another execute wrapper is not called any more.", shown)
    connection.close()
    connections["replica"].close()
    called.clear()
    send("again")
    send("again", "replica")
    expect(
        called == ["receiver", "wrapper"] * 2,
        "When a connection opens again, other wrappers and receivers are not called any more.",
        "each of them once.",
    )


def logs_awkward_queries(answer, when):
    """Expect one record each for a query, an executemany() and a query that fails."""
    answer.install(NONE)
    with logged("arena.slow_queries") as records:
        spent = milliseconds(send_awkward_queries)
    logs(records, ["plain", "many", "failing"], when)
    total = sum(time_of(record) for record in records)
    expect(total <= spent + 5, f"{total:,.1f} ms were logged for {spent:,.1f} ms in all.")


def logs(records, right, when):
    """Expect one warning for each query with one of these notes in its SQL, in this order."""
    texts = [message(record) for record in records]
    allowed = f"one record each for {', '.join(right)}." if right else "nothing."
    expect(texts or not right, f"Nothing was logged {when}.", allowed)
    notes = [note for text in texts for note in notes_of(text)]
    expect(
        notes == right and len(texts) == len(right),
        f"Logged {when}: {', '.join(notes) or 'something else'}.",
        allowed,
        details=[" ".join(text.split())[:76] for text in texts[:6]],
    )
    levels = {record.levelname for record in records}
    expect(levels <= {"WARNING"}, f"The level of a record is {', '.join(levels)}.", "WARNING.")


def short(text):
    """Return a text as one line that fits the screen."""
    text = repr(text)[1:-1]
    return text if len(text) < 67 else f"{text[:30]} ... {text[-30:]}"


def notes_of(sql):
    return re.findall(r"/\* (\w+) \*/", sql)


def time_of(record):
    """Return the milliseconds that the record's message and its attribute agree on."""
    ms, text = getattr(record, "duration_ms", None), message(record)
    number = isinstance(ms, int | float) and not isinstance(ms, bool)
    expect(number, f"The record's duration_ms is {ms!r}.", "a number.")
    found = re.match(r"(\d+\.\d) ms: ", text)
    agrees = found and abs(float(found[1]) - ms) < 0.11  # rounded, up or down
    expect(
        agrees,
        "A record's duration_ms and its message do not agree.",
        '"12.3 ms: SELECT ..." for a duration_ms of 12.34.',
        [f"duration_ms  {ms!r}", f"message      {' '.join(text.split())[:62]}"],
    )
    return ms


@contextmanager
def two_blocks(alias):
    """Do what two blocks of execute_wrapper() do, whose ends remove the last wrapper each."""

    def other(execute, *args):
        return execute(*args)

    connections[alias].execute_wrappers.extend([other, other])
    yield
    del connections[alias].execute_wrappers[-2:]


def send(note, alias="default"):
    with connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT 1 /* {note} */")
        return cursor.fetchall()


def send_awkward_queries():
    with connection.cursor() as cursor:
        result = cursor.execute(PLAIN)
        expect(result is not None, "cursor.execute() returns None now: is a return missing?")
        cursor.executemany(EXECUTEMANY, [["a"], ["b"]])
        raises_still(cursor, FAILING)


def outcomes():
    """Return in words what different queries do: what they return, or which error they raise."""
    with connection.cursor() as cursor, connection.chunked_cursor() as chunked:
        return [
            outcome(lambda: cursor.execute(PLAIN)),
            outcome(lambda: cursor.executemany(EXECUTEMANY, [["a"], ["b"]])),
            # Not after FAILING: sqlite3 then takes the driver's error for that one.
            outcome(lambda: cursor.execute(MISUSED, UNSENDABLE[connection.vendor])),
            outcome(lambda: cursor.execute(FAILING)),
            outcome(lambda: cursor.execute(PERCENT)),
            outcome(lambda: cursor.execute(LONG)),
            outcome(lambda: chunked.execute(CHUNKED)),
        ]


def outcome(call):
    try:
        result = call()
    except Exception as error:
        return f"raises {type(error).__name__}"
    rows = result.fetchall() if hasattr(result, "fetchall") else ""
    return f"returns {type(result).__name__} {rows}".strip()


def raises_still(cursor, sql, values=None):
    try:
        cursor.execute(sql, values)
    except DatabaseError:
        return
    expect(False, "A query that fails raises nothing any more.")


def milliseconds(call):
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


@contextmanager
def another_thread():
    """Yield a function that calls another in one other thread, whose connections stay open."""
    if sys.platform == "emscripten":
        ledger.note("There are no threads here, so another thread's connection was not tried.")
        yield Elsewhere(None)
        return
    with ThreadPoolExecutor(1) as pool:
        elsewhere = Elsewhere(pool)
        try:
            yield elsewhere
        finally:
            elsewhere(connections.close_all)


class Elsewhere:
    """Calls a function in another thread; ``there`` is false where there are no threads."""

    def __init__(self, pool):
        self.pool, self.there = pool, pool is not None

    def __call__(self, call, *args):
        if self.there:
            self.pool.submit(call, *args).result()


def growing(call):
    """Return the kinds of the collections that get longer with each call."""
    log = logging.getLogger("arena.slow_queries")
    log.addHandler(logging.NullHandler())
    log.propagate = False  # pytest's own handler keeps what it is given
    for _ in range(10):
        call()
    before = [(one, len(one)) for one in collections_now()]
    for _ in range(MANY):
        call()
    grown = [one for one, length in before if len(one) - length >= MANY - FEW]
    return sorted({f"a {type(one).__name__}" for one in grown if not of_driver(one)})


def of_driver(one):
    """Whether a collection is the list in which sqlite3 remembers cursors, 200 at most."""
    return type(one) is list and type(one[-1]) is weakref.ref


def collections_now():
    """Return every list, dictionary and the like that this process holds."""
    kinds = (list, dict, set, deque, OrderedDict, defaultdict)
    gc.collect()
    tracked = gc.get_objects()
    # The collector does not track a dictionary of plain values, only what holds it.
    everything = [*tracked, *gc.get_referents(*tracked)]
    return list({id(one): one for one in everything if type(one) in kinds}.values())
