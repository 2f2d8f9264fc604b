"""What checks slow_queries.py.

No verdict depends on how fast this machine is. A budget below zero is too small for every query, a
minute is enough for each of these, and between the two a query sleeps for twice its budget.
"""

import re
import sys
import time

import pytest
from django.db import DatabaseError, connection, connections
from django.test import override_settings

from kata.checks import at_most_queries, concurrently, expect
from kata.checks.logs import logged
from kata.checks.slow import slow_statement
from kata.checks.undo import undone
from kata.verdict import ledger

NONE, HALF, MINUTE = -1, 150, 60_000
ADDRESS = "ada@arena.example"

# What fails with a message that quotes the value.
QUOTING = {"postgresql": "CAST(%s AS integer)", "sqlite": "json_extract('{}', %s)"}


@pytest.fixture(autouse=True)
def site():
    """A site with a replica and an open connection, on which nothing is installed yet."""
    with undone():
        connections.settings["replica"] = dict(connections["default"].settings_dict)
        connection.ensure_connection()
        yield


def test_answer(answer):
    """With DEBUG on, what is over the budget is logged"""
    with override_settings(DEBUG=True):
        logs_awkward_queries(answer, "with DEBUG on")


def test_production(answer):
    """With DEBUG off, too"""
    logs_awkward_queries(answer, "with DEBUG off")


def test_budget(answer):
    """Only what is over the budget, and the last budget holds"""
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


def test_connections(answer):
    """On every connection: this one, another alias, another thread"""
    with logged("arena.slow_queries") as records:
        answer.install(NONE)
        send("open_already")
        send("other_alias", "replica")
        right = ["open_already", "other_alias"]
        if sys.platform == "emscripten":
            ledger.note("There are no threads here, so another thread's connection was not tried.")
        else:
            (outcome,) = concurrently(lambda _: send("other_thread"), threads=1)
            expect(outcome.error is None, f"A query in another thread raised {outcome.error!r}.")
            right.append("other_thread")
    logs(records, right, "of queries on these connections")


def test_once(answer):
    """Never twice, however often it is installed and a connection is opened"""
    with logged("arena.slow_queries") as records:
        answer.install(NONE)
        answer.install(NONE)
        for note in ("first", "again", "again"):
            connection.close()
            send(note)
    logs(records, ["first", "again", "again"], "of three queries, each on a connection reopened")


def test_private(answer):
    """No values, which may be somebody's address"""
    answer.install(NONE)
    with logged("arena.slow_queries") as records, connection.cursor() as cursor:
        cursor.execute("SELECT 1 /* one */ WHERE 'nobody' = %s", [ADDRESS])
        cursor.executemany("DELETE FROM accounts_user /* many */ WHERE email = %s", [[ADDRESS]])
        raises_still(cursor, f"SELECT {QUOTING[connection.vendor]} /* failing */", [ADDRESS])
    logs(records, ["one", "many", "failing"], "of queries with parameters")
    for record in records:
        for name, value in {**vars(record), "message": record.getMessage()}.items():
            expect(
                ADDRESS not in f"{value!s} {value!r}",
                f"The record's {name} holds {ADDRESS!r}, the value of a parameter.",
                "the SQL with its placeholders, and no values.",
            )


def test_cost(answer):
    """Sends no query of its own, and keeps none"""
    at_most_queries(lambda: send("one"), 1, "before anything is installed")
    answer.install(NONE)
    at_most_queries(lambda: [send("ten") for _ in range(10)], 10, "the ten that are logged")
    kept = len(connection.queries_log)
    expect(not kept, f"Django now keeps a list of queries: {kept} after these few.", "none.")


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
    texts = [record.getMessage() for record in records]
    allowed = f"one record each for {', '.join(right)}." if right else "nothing."
    expect(texts or not right, f"Nothing was logged {when}.", allowed)
    notes = [found for text in texts for found in re.findall(r"/\* (\w+) \*/", text)]
    expect(
        notes == right and bool(texts) == bool(right),
        f"Logged {when}: {', '.join(notes) or 'something else'}.",
        allowed,
        details=[text[:76] for text in texts[:6]],
    )
    levels = {record.levelname for record in records}
    expect(levels <= {"WARNING"}, f"The level of a record is {levels}.", "WARNING.")


def time_of(record):
    """Return the milliseconds that the record's message and its attribute agree on."""
    ms, text = getattr(record, "duration_ms", None), record.getMessage()
    expect(isinstance(ms, int | float), f"The record's duration_ms is {ms!r}.", "a number.")
    found = re.match(r"(\d+\.\d) ms: ", text)
    agrees = found and abs(float(found[1]) - ms) < 0.06
    expect(agrees, f"duration_ms is {ms}, the message {text[:50]!r}.", '"12.3 ms: SELECT ...".')
    return ms


def send(note, alias="default"):
    with connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT 1 /* {note} */")
        return cursor.fetchall()


def send_awkward_queries():
    with connection.cursor() as cursor:
        result = cursor.execute("SELECT 41 + 1 /* plain */")
        expect(result is not None, "cursor.execute() returns None now: is a return missing?")
        cursor.executemany("DELETE FROM discuss_tag /* many */ WHERE name = %s", [["a"], ["b"]])
        raises_still(cursor, "SELECT no_such_column /* failing */")


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
