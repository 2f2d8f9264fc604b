"""What checks fastest.py."""

from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.models import F, Index

from arena.accounts.models import User
from arena.contests.models import Attempt
from kata.checks import (
    analyze,
    at_most,
    expect,
    explain,
    fail,
    frozen,
    ledger,
    plain,
    rows_read,
    same,
)

MANY = 20_000
READ = 400
DEFAULT = (20,)
TIES = 40  # what the task promises


def test_answer(answer, before, world):
    """The same attempts in the same order.

    Tries: rows, order, unfinished, nothing else.
    """
    for people, attempts in ((5, (0, 0)), (0, (0, 2)), (20, (5, 40))):
        world.people(people)
        world.contests(3, attempts=attempts)
        world.irregular_attempts()
        for given in ("", "after the data had changed"):
            compare(answer, before, given)
            world.shake()
    compare_at_once(answer, before)
    slow = F("finished_at") + timedelta(days=400)
    Attempt.objects.filter(finished_at__isnull=False).update(finished_at=slow)
    compare(answer, before, "when nobody was quick")
    finished = Attempt.objects.filter(finished_at__isnull=False).order_by("-pk")
    Attempt.objects.filter(pk__in=list(finished.values_list("pk", flat=True)[TIES:])).delete()
    finished.update(finished_at=F("started_at") + timedelta(minutes=30))
    compare(answer, before, "when all took 30 minutes")
    for place, attempt in enumerate(finished.order_by("pk")):  # the highest key is the slowest
        end = attempt.started_at + timedelta(microseconds=place - 9)
        Attempt.objects.filter(pk=attempt.pk).update(finished_at=end)
    compare(answer, before, "when they differ by microseconds, and some end before they start")


def test_index(answer, before, world):
    """Finds the fastest by the index.

    Tries: index, queries, fetched.
    """
    fill(world)
    create(answer)
    analyze()  # an index of an expression has statistics of its own
    sent = []

    def ask():
        with noting(sent):
            return plain(answer.fastest(20))

    count = rows_read(Attempt)
    rows = at_most(ask, queries=3, rows=60, why=f"for the fastest 20 of {MANY:,}")
    count = rows_read(Attempt) - count
    plans = [explain(sql, params) for sql, params in sent]
    steps = [step for plan in plans for step in plan.nodes(relation=Attempt._meta.db_table)]
    read = sum(step.rows + step.removed for step in steps)
    if count > READ:  # PostgreSQL's own count sees what no plan shows, such as a function's query
        read = max(read, count)
    ledger.spent(**{"attempts read": read})
    if read > READ:
        raise fail(
            f"The plan reads {read:,} attempts to find the fastest 20.",
            f"at most {READ:,} of {MANY:,}, by an index that is in the order of the list.",
            details=[*(line for plan in plans for line in drawn(plan.root)), "", made()],
        )
    same(rows, before.fastest(20), call="fastest(20)")
    rows = at_most(lambda: answer.fastest(300), queries=3, why="for a list of 300 as well")
    same(rows, before.fastest(300), call="fastest(300)")


def create(answer):
    """Make the answer's index, as a migration would."""
    index = getattr(answer, "INDEX", None)
    says = f"INDEX is {index!r}, and an Index of Django is asked for."
    expect(isinstance(index, Index), says, "INDEX = Index(..., name=...)")
    try:
        with connection.schema_editor() as editor:
            editor.add_index(Attempt, index)
    except DatabaseError as error:
        says = f"PostgreSQL refuses to make INDEX: {str(error).splitlines()[0]}"
        raise fail(says) from None


def compare(answer, before, given):
    """Ask for a few and for all; a shorter list is the beginning of the longest."""
    right = plain(before.fastest(1000))
    for asked in ((), (3,), (1,), (1000,)):
        call = f"fastest({', '.join(map(str, asked))})"
        same(answer.fastest(*asked), right[: (asked or DEFAULT)[0]], call=call, given=given)


def compare_at_once(answer, before):
    """Ask right before and right after one attempt or one name changes."""
    with frozen(answer):  # what it remembers for a moment does not expire in between
        for attempt in Attempt.objects.filter(finished_at__isnull=False).order_by("pk")[:3]:
            plain(answer.fastest(1000))
            end = attempt.started_at + timedelta(minutes=3)
            Attempt.objects.filter(pk=attempt.pk).update(finished_at=end)
            compare(answer, before, "right after an attempt had changed")
            User.objects.filter(pk=attempt.user_id).update(username=f"new {attempt.pk}")
            compare(answer, before, "right after a name had changed")


def fill(world):
    """Add many attempts, each seventh of them unfinished, and some that took equally long.

    The fastest are 9 that differ, and then 40 that do not: a list of 20 ends among these. Of the
    others up to 35 took equally long.
    """
    people = [person.pk for person in world.people(50)]
    [contest] = world.contests(1, attempts=(0, 0))
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE contests_attempt CASCADE")
        cursor.execute(
            """
            INSERT INTO contests_attempt (contest_id, user_id, started_at, finished_at, score)
            SELECT %s, (%s::bigint[])[1 + (n + n / 500) %% 50], started,
                CASE
                    WHEN n < 10 THEN started + n * interval '15 s'
                    WHEN n < 50 THEN started + interval '10 min'
                    WHEN n %% 7 > 0 THEN started + (60 + n * 7919 %% 500) * interval '15 s'
                END,
                CASE WHEN n %% 7 > 0 THEN n %% 100 END
            FROM generate_series(1, %s) n, LATERAL (
                SELECT timestamptz '2025-03-01 00:00+00' + (n * 37 %% 9000) * interval '1 minute'
            ) AS moment (started)
            """,
            [contest.pk, people, MANY],
        )


@contextmanager
def noting(statements):
    """Note each statement that reads, with its parameters, by whichever cursor it is sent."""
    from psycopg import Cursor, ServerCursor  # the page in a browser has no psycopg

    originals = {kind: kind.execute for kind in (Cursor, ServerCursor)}

    def hooked(original):
        def execute(self, query, params=None, **options):
            text = query if isinstance(query, str) else bytes_or_parts(query, self)
            if text.lstrip(" (\n").upper().startswith(("SELECT", "WITH", "TABLE")):
                statements.append((text, params))
            return original(self, query, params, **options)

        return execute

    try:
        for kind, original in originals.items():
            kind.execute = hooked(original)
        yield
    finally:
        for kind, original in originals.items():
            kind.execute = original


def bytes_or_parts(query, cursor):
    """Return the text of a query that psycopg was given as bytes, or as an object of its own."""
    return query.decode() if isinstance(query, bytes) else query.as_string(cursor)


def drawn(step, depth=0):
    """Return a line for each step of a plan: the rows it returned, and those it threw away."""
    thrown = f", {step.removed:,} thrown away" if step.removed else ""
    yield f"{step.rows:>8,} rows  {'  ' * depth}{step}{thrown}"
    for child in step.children:
        yield from drawn(child, depth + 1)


def made():
    """Return what PostgreSQL has made of INDEX."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = %s::regclass "
            "ORDER BY indexrelid DESC LIMIT 1",
            [Attempt._meta.db_table],
        )
        return f"INDEX is: {cursor.fetchone()[0].partition(' USING ')[2]}"
