"""What checks cpu_or_wait.py.

No time passes here but what the checks let pass: they set the clocks.
"""

from contextlib import suppress

import pytest
from django.db import DatabaseError, connections
from django.test import override_settings

from kata.checks import expect, fail, known_times, plural, self_test, thread_of_check

PARTS = ("database", "python", "other")
LATER = ("queries the replica", "waits while the system's time is set")
ABC = ("queries", 60), ("computes", 20), ("waits", 30)


def test_answer(known, answer):
    """Tells apart the database, Python and the rest.

    Tries: database, python, other, unchanged.
    """
    for step in known.steps:
        if step not in LATER:
            split(answer, known, (step, 300))
    split(answer, known, *ABC, ("queries", 30), ("computes in a query", 50), ("computes", 40))
    split(answer, known, ("waits while other threads compute", 400), ("fails in a query", 90))
    with override_settings(DEBUG=True):
        split(answer, known, *ABC)
    with answer.Split() as seen:
        right = known.run(*ABC)
    known.run(("queries", 50))
    judge(seen, right, "A block, and a query after it")
    with answer.Split() as seen:
        query(known, ("computes", 70), sql="SELECT act(), fail(20)")
    judge(seen, in_database(90), "A block with a query that computes, and fails then,")


def test_connections(known, answer):
    """Sees every connection, also one that is opened in the block.

    Tries: database.
    """
    for opened in (True, False):
        if not opened:
            known.forget()
        split(answer, known, ("queries the replica", 110), *ABC)


def test_exact(known, answer):
    """Is exact for many short queries, and if the system's time is set.

    Tries: exact.
    """
    short = ("queries", 0.4567), ("computes", 0.1234), ("waits", 0.2345)
    split(answer, known, *3000 * short, shown="A block that sends 3,000 queries of 0.4567 ms")
    split(answer, known, *ABC, ("waits while the system's time is set", 50))
    with answer.Split() as seen:
        query(known, ("waits while the system's time is set", 50))
    judge(seen, in_database(50), "A block with a query during which the system's time is set")


def test_errors(known, answer):
    """Lets an exception through, and knows the times.

    Tries: errors.
    """
    for error in (ValueError, KeyboardInterrupt, DatabaseError):
        left = True
        with suppress(error):
            with answer.Split() as seen:
                right = known.run(*ABC)
                raise error
            left = False
        expect(left, f"{error.__name__} does not leave the block.", "it does.")
        judge(seen, right, f"A block that {error.__name__} ends")


def test_apart(known, answer):
    """Keeps blocks apart, one in another or in two threads.

    Tries: apart.
    """
    with answer.Split() as outer:
        known.run(*ABC)
        split(answer, known, *ABC, shown="The inner one of two blocks")
        known.run(*ABC)
    judge(outer, {"database": 180, "python": 60, "other": 90}, "The outer one of two blocks")

    def elsewhere():
        try:
            known.run(*ABC)
            split(answer, known, *ABC, shown="A block in a second thread")
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    errors = []
    with answer.Split() as seen:
        known.run(("queries", 10), ("computes", 5))
        thread = thread_of_check(elsewhere)
        thread.start()
        thread.join()
        known.run(("queries", 30))
    for error in errors:
        raise error
    right = {"database": 40, "python": 5, "other": 220}
    judge(seen, right, "A block that waits for a thread, which queries and computes,")


def test_unchanged(known, answer):
    """Leaves the connections as they were, and lets their execute wrappers send queries.

    Tries: unchanged, database.
    """

    def theirs(execute, *args):
        sent.append(args[0])
        return execute(*args)

    sent = []
    known.forget()
    known.run(*ABC)
    connections["default"].execute_wrappers.append(theirs)
    before, raw = state(), connections["default"].connection
    split(answer, known, *ABC)
    for error in (ValueError, KeyboardInterrupt):
        with suppress(error), answer.Split():
            known.run(*ABC)
            raise error
    expect(state() == before, "The connections are not as before.", "unchanged.", state())
    expect(connections["default"].connection is raw, "A connection is closed.", "it stays open.")
    sent.clear()
    known.run(("queries", 1))
    expect(len(sent) == 1, "Another execute wrapper is gone.", "it is there.")

    def asks(execute, *args):
        known.run(("queries the replica", 20))
        return execute(*args)

    with answer.Split() as seen, connections["default"].execute_wrapper(asks):
        known.run(("queries", 60))
    judge(seen, in_database(80), "A block in whose query an execute wrapper sends another")


# What the checks above are made of.


@pytest.fixture
def known():
    """What takes a known time, on databases of its own: there before the answer is loaded."""
    self_test()
    with known_times() as known:
        yield known


def query(known, *steps, sql="SELECT act()"):
    """Send a query during which all of this happens."""
    with suppress(DatabaseError), connections["default"].cursor() as cursor:
        raw = connections["default"].connection
        raw.create_function("act", 0, lambda: known.run(*steps) and None)
        cursor.execute(sql)


def in_database(ms):
    """Return the right times of a block that does nothing but query."""
    return {"database": ms, "python": 0, "other": 0}


def split(answer, known, *steps, shown=""):
    """Fail unless the times of a block are right."""
    with answer.Split() as seen:
        right = known.run(*steps)
    does = ", ".join(f"{what} ({ms} ms)" for what, ms in steps)
    judge(seen, right, shown or f"A block that {does}")


def judge(seen, right, block):
    """Fail unless the three times are right."""
    got = {part: getattr(seen, part, None) for part in PARTS}
    for part, seconds in got.items():
        number = type(seconds) in (int, float)
        expect(number, f"{block}: {part} is {seconds!r:.60}.", "a number of seconds.")
    for part, seconds in got.items():
        if abs(seconds * 1000 - right[part]) > 1:
            # The 0.0 makes -0.0 a zero.
            shown = {name: f"{round(value, 3) + 0.0:.3f} s" for name, value in got.items()}
            details = [f"{name:<9} {value}" for name, value in shown.items()]
            allowed = f"{right[part] / 1000:.3f} s, to 1 ms."
            raise fail(f"{block}: {part} is {shown[part]}.", allowed, details=details)


def state():
    """Return what a block must leave as it was."""
    return [
        f"{one.alias}: {'open' if one.connection else 'not open'}, "
        f"{plural(len(one.execute_wrappers), 'execute wrapper')}"
        f"{', force_debug_cursor' if one.force_debug_cursor else ''}"
        for one in connections.all()
    ]
