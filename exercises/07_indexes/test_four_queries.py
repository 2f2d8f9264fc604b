"""What checks four_queries.py."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import FieldError
from django.db import DatabaseError, connection, transaction
from django.db.models import Index

from arena.contests.models import Attempt
from kata.checks import expect, explain, fail, ledger, send

ATTEMPTS = 40_000
ADDED = 4_000
BLOCKS = 100
TIMES = 2.5
TABLE = Attempt._meta.db_table
BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
EVER = (BEGIN, BEGIN + timedelta(days=800))
SPRING = (BEGIN + timedelta(days=60), BEGIN + timedelta(days=150))

# Attempts like those of a site in use: in no order of any column, three people have a third of
# them, and one in a hundred has no end. %(first)s and %(last)s are the numbers of the rows.
ROWS = f"""
    INSERT INTO {TABLE} (contest_id, user_id, started_at, finished_at, score, medal)
    SELECT (%(contests)s::bigint[])[1 + n * 7919 %% 20],
        (%(people)s::bigint[])[CASE WHEN n %% 3 = 0 THEN 1 + n / 3 * 7907 %% 3
            WHEN n %% 1000 = 1 THEN 4 ELSE 5 + n * 7901 %% 56 END],
        started,
        CASE WHEN n %% 100 > 0 THEN started + n %% 90 * interval '1 min' END,
        CASE WHEN n %% 100 > 0 THEN n * 31 %% 101 END,
        ''
    FROM generate_series(%(first)s, %(last)s) n, LATERAL (
        SELECT timestamptz '2024-01-01 00:00+00' + n::bigint * 17471 %% 40009 * interval '25 min'
    ) moment (started)
"""


@pytest.fixture
def site(new_database, world):
    """The people and contests whose keys the attempts name."""
    people = [person.pk for person in world.people(61)]
    contests = [contest.pk for contest in world.contests(20, attempts=(0, 0))]
    return {"people": people, "contests": contests}


def test_reads(answer, before, site):
    """Three indexes serve all four queries.

    Tries: indexes, reads.
    """
    indexes = listed(answer)
    fill(site)
    create(indexes)
    plans = {call: explain(query) for call, query in asked(before, site)}
    spent = {call: plan.root.blocks for call, plan in plans.items()}
    worst = max(spent, key=spent.get)
    ledger.spent(**{"blocks for the worst query": spent[worst]})
    if spent[worst] > BLOCKS:
        raise fail(
            f"{worst} touches {spent[worst]:,} blocks.",
            f"at most {BLOCKS} for each query. The whole table has {size():,}.",
            details=[
                *(f"{blocks:>7,} blocks  {call}" for call, blocks in spent.items()),
                *("", f"The plan of {worst}:", *drawn(plans[worst].root)),
            ],
        )


def test_inserts(answer, site):
    """Adding attempts stays cheap.

    Tries: inserts.
    """
    indexes = listed(answer)
    fill(site)
    alone = bytes_to_add(site)
    create(indexes)
    times = bytes_to_add(site) / alone
    ledger.spent(**{"times the bytes to add attempts": round(times, 2)})
    if times > TIMES:
        raise fail(
            f"Adding {ADDED:,} attempts writes {times:.2f} times as many bytes of WAL as with the "
            "primary key alone.",
            f"at most {TIMES} times. Every column of an index is written again with each row.",
            details=[definition.partition(" USING ")[2] for definition in definitions()],
        )


def listed(answer):
    """Return the answer's indexes, or fail with what else it has."""
    indexes = getattr(answer, "INDEXES", None)
    right = isinstance(indexes, (list, tuple)) and all(isinstance(one, Index) for one in indexes)
    expect(right, f"INDEXES is {indexes!r}"[:200] + ".", "a list of Index(fields=[...], name=...).")
    expect(len(indexes) <= 3, f"INDEXES has {len(indexes)} indexes.", "at most 3.")
    return indexes


def fill(site):
    """Fill the table, which keeps no index but that of the primary key.

    Foreign keys are not checked: that would take most of the time, and is no part of the task.
    """
    keys = column(
        "SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass"
    )
    names = [definition.split()[2] for definition in definitions()]
    send([f"TRUNCATE {TABLE} CASCADE", *(f"DROP INDEX {name}" for name in names)])
    send(f'ALTER TABLE {TABLE} DROP CONSTRAINT "{key}"' for key in keys)
    add(site, 1, ATTEMPTS)


def add(site, first, last, explained=""):
    """Add attempts; return the first row that PostgreSQL returns, if it returns any."""
    with connection.cursor() as cursor:
        cursor.execute(explained + ROWS, {**site, "first": first, "last": last})
        return cursor.fetchone() if cursor.description else None


def create(indexes):
    """Create the indexes as a migration would, and vacuum as on a site in use."""
    for index in indexes:
        try:
            with connection.schema_editor() as editor:
                editor.add_index(Attempt, index)
        except (DatabaseError, FieldError, TypeError, ValueError) as error:
            reason = str(error).strip().splitlines()[0]
            raise fail(f"{index!r} cannot be created: {reason}"[:300]) from None
    made = definitions()
    expect(len(made) <= 3, f"INDEXES makes {len(made)} indexes.", "at most 3.", made)
    # Statistics of all rows and not of a sample: the same plans on every run.
    send(["SET default_statistics_target = 200", f"VACUUM ANALYZE {TABLE}"])


def asked(before, site):
    """Yield each query under the call that makes it, for people and contests of every kind."""
    people, contests = site["people"], site["contests"]
    persons = {"busy": people[0], "quiet": people[3], "usual": people[30], "new": people[60]}
    for kind, person in persons.items():
        yield f"latest({kind} person)", before.latest(person)
        yield f"calendar({kind} person, two years)", before.calendar(person, *EVER)
        yield f"calendar({kind} person, three months)", before.calendar(person, *SPRING)
    yield "unfinished()", before.unfinished()
    for number in (0, 13):
        yield f"results(contest {number + 1})", before.results(contests[number])


def bytes_to_add(site):
    """Return the bytes of WAL that adding attempts writes; they are taken back.

    The first change of a page after a checkpoint can log the whole page. Then this adds once more.
    """
    explained = "EXPLAIN (ANALYZE, WAL, TIMING OFF, FORMAT JSON) "
    for _ in range(3):
        with transaction.atomic():
            plan = add(site, ATTEMPTS + 1, ATTEMPTS + ADDED, explained)[0][0]["Plan"]
            transaction.set_rollback(True)
        if not plan.get("WAL FPI"):
            break
    return plan["WAL Bytes"]


def definitions():
    """Return how each index but the primary key's is defined."""
    return column(
        "SELECT pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = %s::regclass AND NOT indisprimary ORDER BY indexrelid"
    )


def size():
    """Return how many blocks the table has."""
    return column("SELECT pg_relation_size(%s::regclass) / 8192")[0]


def column(sql):
    """Return the first column of a query about the table."""
    with connection.cursor() as cursor:
        cursor.execute(sql, [TABLE])
        return [value for value, *_ in cursor.fetchall()]


def drawn(step, depth=0):
    """Return a line for each step of a plan: the blocks and the rows of it."""
    thrown = f", {step.removed:,} rows thrown away" if step.removed else ""
    yield f"{step.own_blocks:>7,} blocks  {'  ' * depth}{step}: {step.rows:,} rows{thrown}"
    for child in step.children:
        yield from drawn(child, depth + 1)
