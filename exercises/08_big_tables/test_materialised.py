"""What checks materialised.py."""

import time
from contextlib import contextmanager

from django.db import DatabaseError, connection, connections, transaction
from django.db.models import F

from arena.contests.models import Attempt
from arena.worlds import TABLES
from kata.checks import (
    again,
    analyze,
    at_most,
    expect,
    fail,
    interleave,
    plain,
    same,
    thread_of_check,
)

TICK, PATIENCE = 0.01, 20.0  # seconds: between two looks, and until a call counts as stuck
WHILE = "While refresh() runs, board()"


def test_answer(answer, before, new_database, world):
    """The right people, as of the last refresh.

    Tries: rows, order, as of.
    """
    world.people(40)
    world.contests(6, attempts=(0, 30))
    answer.install()
    compare(answer, before, "after install()")
    for change, what in CHANGES.items():
        old = plain(before.board(1000))
        change(world)
        got, new = plain(answer.board(1000)), plain(before.board(1000))
        if got != old:  # it is newer than it must be
            same(got, new, call="board(1000)", given=f"before refresh(), when {what}")
        again(answer).refresh()  # in the process of the job
        compare(answer, before, f"after refresh(), when {what}")


def test_work(answer, before, large_copy):
    """A visitor reads few pages, and the work stays in the database.

    Tries: board, refresh, rows.
    """
    answer.install()
    analyze(known=[table for table in TABLES if table is not Attempt])
    for given in ("after install()", "after refresh()"):
        rows = at_most(lambda: answer.board(20), queries=2, blocks=60, why=f"for 20 people {given}")
        right = before.board(1000)
        same(rows, right[:20], call="board(20)", given=given)
        same(answer.board(1000), right, call="board(1000)", given=given)
        if given == "after refresh()":
            return
        Attempt.objects.filter(pk__lte=3000).update(score=F("pk") % 101)
        at_most(answer.refresh, queries=5, rows=100, why="for refresh()")


def test_readers(answer, before, new_database, world):
    """Visitors notice nothing of a refresh.

    Tries: no waiting, as of.
    """
    world.people(12)
    world.contests(4, attempts=(3, 9))
    answer.install()
    for number in range(2):
        old = plain(before.board(1000))
        Attempt.objects.filter(score__isnull=False).update(score=F("pk") % (90 + number))
        with stuck(answer.refresh) as refreshing:
            reading = Thread(lambda: plain(answer.board(1000)))
            if reading.waits_for(refreshing):
                raise fail(f"{WHILE} waits for it.", "no waiting.", details=refreshing.locks())
        whole(reading, old, before)
        refreshing.result()
        compare(answer, before, "after refresh()")

    def prepare():
        old = plain(before.board(1000))
        Attempt.objects.filter(score__isnull=False).update(score=(F("score") + F("pk")) % 97)
        return old

    calls = (lambda _: answer.refresh(), lambda _: plain(answer.board(1000)))
    for meeting in interleave(prepare, *calls, every_role=True):
        for error in meeting.errors:
            raise fail(f"{WHILE} fails: {short(error)}", "no error.", details=meeting.story)
        waits = any(line[0] == "B" and " waits" in line for line in meeting.story)
        expect(not waits, f"{WHILE} waits for it.", "no waiting.", meeting.story)
        if meeting.results[1] != meeting.given:
            given = "while refresh() runs, or after it"
            same(meeting.results[1], before.board(1000), call="board(1000)", given=given)


# What the checks above are made of.


def compare(answer, before, given):
    """Compare lists of several lengths with the starter's, in two workers."""
    right = plain(before.board(1000))
    for limit in (1000, 3, 1):
        same(answer.board(limit), right[:limit], call=f"board({limit})", given=given)
    same(again(answer).board(), right[:20], call="board()", given=f"{given}, in another worker")


def tie(world):
    """Let all people have one attempt, and the same score."""
    first = Attempt.objects.order_by("user", "pk").distinct("user").values("pk")
    Attempt.objects.exclude(pk__in=list(first.values_list("pk", flat=True))).delete()
    Attempt.objects.update(score=7)


CHANGES = {
    lambda world: world.shake(): "everything had changed",
    lambda world: Attempt.objects.filter(pk__in=some(3)).delete(): "attempts were deleted",
    lambda world: Attempt.objects.filter(pk__in=some(2)).update(
        score=None
    ): "scores were withdrawn",
    lambda world: world.contests(2, attempts=(20, 40)): "people took part in more contests",
    lambda world: Attempt.objects.update(score=2_000_000_000): "sums did not fit into 32 bits",
    tie: "all had the same number of points",
    lambda world: None: "nothing had changed",
    lambda world: Attempt.objects.update(score=0): "nobody had a point",
    lambda world: Attempt.objects.all().delete(): "no attempt was left",
}


def some(each):
    """Return the keys of some attempts."""
    return list(Attempt.objects.order_by("pk").values_list("pk", flat=True))[::each]


class Thread:
    """Another client, at work."""

    def __init__(self, call):
        self.pid, self.got, self.error = 0, None, None
        self._thread = thread_of_check(self._run, call)
        self._thread.start()

    def _run(self, call):
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self.pid = cursor.fetchone()[0]
            self.got = call()
        except Exception as error:
            self.error = error
        finally:
            connections.close_all()

    def waits_for(self, other=None):
        """Return whether it comes to wait for another client, or for any; else it has ended."""
        end = time.monotonic() + PATIENCE
        while self._thread.is_alive() and time.monotonic() < end:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_blocking_pids(%s)", [self.pid])
                blocking = cursor.fetchone()[0] or []
            if blocking:
                return other is None or other.pid in blocking
            self._thread.join(TICK)
        return False

    def locks(self):
        """Return what it has locked against all others."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname FROM pg_locks JOIN pg_class ON pg_class.oid = relation"
                " WHERE pid = %s AND granted AND mode = 'AccessExclusiveLock' AND relkind IN"
                " ('r', 'm', 'v') ORDER BY relname",
                [self.pid],
            )
            return [f"refresh() has an AccessExclusiveLock on {name}." for (name,) in cursor]

    def result(self):
        """Return what the call returned."""
        self._thread.join(PATIENCE)
        expect(not self._thread.is_alive(), "A call does not come back.")
        if self.error:
            raise self.error
        return self.got


@contextmanager
def stuck(call):
    """Let another client call, and come to wait in the middle: it cannot read the attempts."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE contests_attempt IN ACCESS EXCLUSIVE MODE")
        client = Thread(call)
        client.waits_for()
        yield client


def whole(reading, old, before):
    """Fail unless a visitor has seen the old board, or the new one."""
    try:
        got = reading.result()
    except DatabaseError as error:
        raise fail(f"{WHILE} fails: {short(error)}", "no error.") from None
    if got != old:
        same(got, before.board(1000), call="board(1000)", given="while refresh() runs")


def short(error):
    """Return the first line of an error."""
    return str(error).splitlines()[0][:100]
