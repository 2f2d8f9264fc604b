"""What checks fastest.py."""

from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.models import F, Index

from arena.contests.models import Attempt
from kata.checks import at_most, explain, same
from kata.checks.same import plain
from kata.verdict import expect, fail, ledger

MANY = 20_000
READ = 400


def test_answer(answer, before, world):
    """The same attempts in the same order."""
    for people, attempts in ((5, (0, 0)), (0, (0, 2)), (20, (5, 40))):
        world.people(people)
        world.contests(3, attempts=attempts)
        for given in ("", "after the data had changed"):
            compare(answer, before, given)
            world.shake()
    slow = F("finished_at") + timedelta(hours=3)
    Attempt.objects.filter(finished_at__isnull=False).update(finished_at=slow)
    compare(answer, before, "when nobody was quick")
    same_time = F("started_at") + timedelta(minutes=30)
    Attempt.objects.filter(finished_at__isnull=False).update(finished_at=same_time)
    compare(answer, before, "when all took 30 minutes")


def test_index(answer, before, world):
    """Finds the fastest by the index."""
    fill(world)
    create(answer)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # an index of an expression has statistics of its own
    rows = at_most(
        lambda: answer.fastest(20), queries=3, rows=60, why=f"for the fastest 20 of {MANY:,}"
    )
    plans = [explain(sql, params) for sql, params in sent(lambda: answer.fastest(20))]
    steps = [step for plan in plans for step in plan.nodes(relation=Attempt._meta.db_table)]
    read = sum(step.rows + step.removed for step in steps)
    ledger.spent(**{"attempts read": read})
    if read > READ:
        raise fail(
            f"The plan reads {read:,} attempts to find the fastest 20.",
            f"at most {READ:,} of {MANY:,}, by an index that is in the order of the list.",
            details=[*(line for plan in plans for line in drawn(plan.root)), "", made()],
        )
    same(rows, before.fastest(20), call="fastest(20)")


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
    """Ask for a few and for all."""
    for limit in (20, 3, 1000):
        call = f"fastest({limit})"
        same(answer.fastest(limit), before.fastest(limit), call=call, given=given)


def fill(world):
    """Add many attempts, each seventh of them unfinished, and up to 40 that took equally long."""
    people = [person.pk for person in world.people(50)]
    [contest] = world.contests(1, attempts=(0, 0))
    with connection.cursor() as cursor:
        # Into a new file: once rows were updated, a new index is not used while an older
        # transaction is open, in whatever database (pg_index.indcheckxmin).
        cursor.execute("TRUNCATE contests_attempt CASCADE")
        cursor.execute(
            """
            INSERT INTO contests_attempt (contest_id, user_id, started_at, finished_at, score)
            SELECT %s, (%s::bigint[])[1 + n %% 50], started,
                CASE WHEN n %% 7 > 0 THEN started + (60 + n * 7919 %% 500) * interval '15 s' END,
                CASE WHEN n %% 7 > 0 THEN n %% 100 END
            FROM generate_series(1, %s) n, LATERAL (
                SELECT timestamptz '2025-03-01 00:00+00' + (n * 37 %% 9000) * interval '1 minute'
            ) AS moment (started)
            """,
            [contest.pk, people, MANY],
        )


def sent(call):
    """Return the statements of a call that read, each with its parameters."""
    statements = []

    def note(execute, sql, params, many, context):
        if sql.lstrip(" (\n").upper().startswith(("SELECT", "WITH")):
            statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        plain(call())
    return statements


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
