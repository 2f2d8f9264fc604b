"""What checks estimates.py.

ANALYZE reads all rows of tables as small as these, so the statistics are the same on every run.
"""

from contextlib import suppress

import pytest
from django.db import connection, transaction

from arena.contests.models import Attempt
from arena.discuss.models import Comment, Post
from kata.checks import (
    CheckFailed,
    analyzed,
    expect,
    explain,
    fail,
    lasting,
    ledger,
    of_others,
    plural,
    send,
    send_of_answer,
    taken_back,
    unchanged,
)

TIMES = 3
MEMORY = 64 * 1024  # kB of work_mem
TABLES = (Attempt, Post, Comment)
NEEDED = {"contests_attempt", "discuss_post"}

# Medals were given after the last ANALYZE. Each contest has one reporter, each reporter two of
# them. What is sorted takes 8 MB. %(name)s are keys, in an order that says nothing.
DATA = """
    SELECT set_config('session_replication_role', 'replica', true)  -- checks no foreign key
    FROM pg_roles WHERE rolname = current_user AND rolsuper;
    ALTER TABLE contests_attempt SET (autovacuum_enabled = off);
    INSERT INTO contests_attempt (contest_id, user_id, started_at, score)
    SELECT (%(contests)s::bigint[])[1 + n * 7919 %% 40], (%(people)s::bigint[])[1 + n * 7901 %% 60],
        timestamptz '2024-01-01 00:00+00' + n * interval '7 min', n * 31 %% 101
    FROM generate_series(1, 12000) n;
    INSERT INTO discuss_post (contest_id, author_id, title, body, published_at)
    SELECT (%(contests)s::bigint[])[1 + n %% 40], (%(people)s::bigint[])[1 + n %% 20], n, '', now()
    FROM generate_series(0, 7999) n;
    INSERT INTO discuss_comment (post_id, author_id, body, created_at, is_approved)
    SELECT (SELECT min(id) FROM discuss_post) + n * 7919 %% 8000,
        (%(people)s::bigint[])[1 + n * 7901 %% 60], repeat(md5(n::text), 12),
        timestamptz '2024-01-01 00:00+00' + n * 17471::bigint %% 40009 * interval '1 min', true
    FROM generate_series(1, 16000) n;
    ANALYZE;
    UPDATE contests_attempt SET medal = CASE id %% 3 WHEN 0 THEN 'gold' ELSE 'silver' END
    WHERE id %% 10 < 4
"""


def test_estimates(answer, queries):
    """PostgreSQL expects as many rows as there are.

    Tries: estimates, lasting.
    """
    deploy(answer.ONCE)
    for call, first, query in queries(answer):
        plan, _ = run(call, first, query)
        for step in plan.misestimated(TIMES):
            expected, got = (step.raw[of] for of in ("Plan Rows", "Actual Rows"))
            says = f"{call}: {step} expects {plural(expected, 'row')} and returns {round(got):,}."
            raise fail(says, f"at most {TIMES} times more or fewer.", details=plan.drawn())


def test_disk(answer, queries):
    """Nothing is written to temporary files.

    Tries: disk, memory.
    """
    deploy(answer.ONCE)
    for call, first, query in queries(answer):
        plan, memory = run(call, first, query)
        blocks = plan.root.raw["Temp Written Blocks"]
        ledger.spent(**{"temporary blocks": blocks})
        says = f"work_mem is {memory / 1024:,.0f} MB for {call}."
        expect(memory <= MEMORY, says, f"at most {MEMORY // 1024} MB.")
        says = f"{call} writes {blocks:,} temporary blocks, {blocks / 128:.1f} MB."
        expect(not blocks, says, "none.", plan.drawn())


def test_lasting(answer, queries):
    """Only statistics change, and only by the migration.

    Tries: lasting.
    """
    before = lasting(*TABLES)
    deploy(answer.ONCE)
    unchanged(before, lasting(*TABLES), "After ONCE")
    counts = analyzed()
    for call, first, query in queries(answer):
        run(call, first, query)
        unchanged(before, lasting(*TABLES), f"After {call} and its transaction")
        expect(not analyzed(counts), f"FIRST of {call} collects statistics for each visitor.")


def test_smallest(answer, queries):
    """Nothing is sent that no query needs.

    Tries: smallest.
    """
    for number, left_out in enumerate(answer.ONCE):
        fine = False
        with suppress(CheckFailed), taken_back():
            deploy([*answer.ONCE[:number], *answer.ONCE[number + 1 :]])
            fine = all(fits(*each) for each in queries(answer))
        expect(not fine, f"No query needs {left_out!r} of ONCE.", "only what a query needs.")
    counts = analyzed()
    deploy(answer.ONCE)
    more = sorted(analyzed(counts).keys() - NEEDED)
    expect(not more, f"ONCE analyzes {', '.join(more)}: no query needs that.")
    for call, first, query in queries(answer):
        for number, left_out in enumerate(first):
            fine = fits(call, [*first[:number], *first[number + 1 :]], query)
            expect(not fine, f"{call} does not need {left_out!r}.")


# What the checks above are made of.


@pytest.fixture
def queries(new_database, world, before):
    """Fill a site, and return what yields each call, what is sent first, and its query."""
    people = [person.pk for person in world.people(60)]
    contests = [contest.pk for contest in world.contests(40, attempts=(0, 0))]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(DATA, {"people": people, "contests": contests})

    def asked(answer):
        first = answer.FIRST
        expect({*first} == {*before.FIRST}, f"FIRST has {[*first]}.", f"{[*before.FIRST]}.")
        for medal in ("gold", "silver"):
            yield f"medals({medal!r})", first["medals"], before.medals(medal)
        for number in (3, 25):
            key, author = contests[number], people[number % 20]
            yield f"reporter({author}, {key})", first["reporter"], before.reporter(author, key)
        yield "export()", first["export"], before.export()
        yield "newest()", first["newest"], before.newest()

    return asked


def deploy(once):
    """Send ONCE as a migration does: in a transaction, and queries come by other connections."""
    with transaction.atomic():
        before = of_others()
        send_of_answer(once, "ONCE")
        # Looked at before the COMMIT: these would outlive the check's database.
        expect(of_others() == before, "ONCE changes the settings of a database or a role.")
    if connection.in_atomic_block:
        send(["RESET ALL"])
    else:
        connection.close()


def run(call, first, query):
    """Return a query's plan and its work_mem in kB, in a transaction that FIRST begins."""
    with transaction.atomic():
        send_of_answer(first, f"FIRST of {call}")
        memory = dict(lasting()["settings"])["work_mem"]
        return explain(query), int(memory)


def fits(call, first, query):
    """Whether a query keeps the rules about estimates and the disk."""
    with suppress(CheckFailed), taken_back():
        plan, _ = run(call, first, query)
        return not plan.root.raw["Temp Written Blocks"] and not plan.misestimated(TIMES)
    return False
