"""What checks will_it_be_used.py.

Nothing here knows a right prediction: each plan is PostgreSQL's. A wrong prediction is shown with
the plan that contradicts it, one for each run. So trying all words takes more runs than thinking,
and every run explains one plan.
"""

from collections.abc import Mapping

from django.db import connection, transaction

from kata.checks import analyze, expect, explain, fail, plain

WORDS = ("used", "table", "cannot")
TABLES = ["accounts_user", "contests_contest", "contests_attempt"]

# What the task calls default settings: a server may have other ones.
DEFAULTS = """
    SET LOCAL random_page_cost = 4; SET LOCAL seq_page_cost = 1; SET LOCAL work_mem = '4MB';
    SET LOCAL effective_cache_size = '4GB'; SET LOCAL max_parallel_workers_per_gather = 0;
    SET LOCAL jit = off; SET LOCAL default_statistics_target = 100
"""
FILL = """
    INSERT INTO accounts_user (id, username, email, password, first_name, last_name, is_superuser,
        is_staff, is_active, date_joined)
    SELECT n, 'person' || n, '', '', '', '', false, false, true, now()
    FROM generate_series(1, 3000) n;

    INSERT INTO contests_contest (id, title, slug, opens_at, closes_at, cutoff)
    SELECT n, 'Contest ' || n, 'contest-' || n, now(), now(), 3 * n FROM generate_series(1, 30) n;

    INSERT INTO contests_attempt (contest_id, user_id, started_at, finished_at, score, medal)
    SELECT 1 + n % 30, 1 + n * 7919 % 3000, started,
        CASE WHEN n % 50 > 0 THEN started + interval '1 hour' END,
        CASE WHEN n % 50 > 0 THEN n * 31 % 101 END,
        CASE WHEN n % 200 = 1 THEN 'gold' WHEN n % 100 = 3 THEN 'silver'
            WHEN n % 40 = 7 THEN 'bronze' ELSE '' END
    FROM generate_series(1, 30000) n, LATERAL (
        -- In no order: as many minutes as there are in 2025, spread over 30,000 attempts.
        SELECT timestamptz '2025-01-01 00:00+00' + (n * 7919 % 30000) * interval '17.52 minutes'
    ) AS moment (started)
"""


def test_words(answer, before):
    """Predicts each of the ten.

    Tries: all.
    """
    predictions(answer, before)


def test_used(answer, before, world):
    """Knows which indexes PostgreSQL uses.

    Tries: used.
    """
    predicted = predictions(answer, before)
    found = plans(before)
    wrong = [
        name
        for name, (index, plan, _) in found.items()
        if (predicted[name] == "used") != (index in plan.indexes)
    ]
    for name in wrong:
        index, plan, _ = found[name]
        does = "reads" if index in plan.indexes else "does not read"
        raise fail(
            f'{name!r}: you predict "{predicted[name]}", and the plan {does} the index {index}.'
            f" About whether the index is used, {len(found) - len(wrong)} of {len(found)} are"
            " right.",
            '"used" if the plan reads the index, and only then.',
            details=[*drawn(plan.root), "", has(before, name)],
        )


def test_why_not(answer, before, world):
    """Knows whether an index that isn't used could be.

    Tries: table, cannot.
    """
    predicted = predictions(answer, before)
    found = {name: each for name, each in plans(before).items() if each[0] not in each[1].indexes}
    right = {
        name: "table" if index in forced.indexes else "cannot"
        for name, (index, _, forced) in found.items()
    }
    wrong = [name for name in found if predicted[name] != right[name]]
    for name in wrong:
        index, plan, forced = found[name]
        does = "reads" if right[name] == "table" else "does not read"
        raise fail(
            f'{name!r}: you predict "{predicted[name]}". With enable_seqscan = off, the plan {does}'
            f" the index {index}. Of the {len(found)} that are not used,"
            f" {len(found) - len(wrong)} are right.",
            '"table" if the plan reads the index then, "cannot" if it does not.',
            details=[
                *drawn(plan.root),
                "",
                "With enable_seqscan = off:",
                *drawn(forced.root),
                "",
                has(before, name),
            ],
        )


# What the checks above are made of.


def predictions(answer, before):
    """Return the answer's word for each question."""
    given = answer.PREDICTIONS
    says = f"PREDICTIONS is of type {type(given).__name__}, and a dictionary is asked for."
    expect(isinstance(given, Mapping), says)
    given = plain(given)
    for name in before.QUESTIONS:
        expect(name in given, f"PREDICTIONS has no {name!r}.", "a word for each of the ten names.")
        word = given[name]
        expect(
            isinstance(word, str) and word in WORDS,
            f"PREDICTIONS says {word!r:.60} for {name!r}.",
            'one of "used", "table" and "cannot".',
        )
    return given


@transaction.atomic
def plans(before):
    """Return for each question the index's name, the plan, and the one without a Seq Scan.

    The rows and indexes are gone afterwards.
    """
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(DEFAULTS)
        cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
        cursor.execute(FILL)
        connection.check_constraints()  # an index can be made when nothing is left to check
        cursor.execute(
            "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisprimary"
            " AND NOT indisunique AND indrelid = ANY(%s::regclass[])",
            [TABLES],
        )
        cursor.execute(f"DROP INDEX {', '.join(name for [name] in cursor.fetchall())}")
        analyze()
        for name, (index, rows) in before.QUESTIONS.items():
            with connection.schema_editor() as editor:
                editor.add_index(rows.model, index)
            plan = explain(rows.all())
            cursor.execute("SET LOCAL enable_seqscan = off")
            found[name] = (index.name, plan, explain(rows.all()))
            cursor.execute("SET LOCAL enable_seqscan = on")
            with connection.schema_editor() as editor:
                editor.remove_index(rows.model, index)
    transaction.set_rollback(True)
    return found


def drawn(step, depth=0):
    """Return lines for a plan: its steps, what the planner expects of each, and the conditions."""
    margin = "  " * depth
    yield f"{margin}{step}: cost {step.raw['Total Cost']:,.0f}, {step.estimate:,} rows expected"
    for key in ("Index Cond", "Recheck Cond", "Filter", "Sort Key"):
        if key in step.raw:
            text = step.raw[key] if isinstance(step.raw[key], str) else ", ".join(step.raw[key])
            yield f"{margin}    {key}: {text}".replace("::timestamp with time zone", "")
    for child in step.children:
        yield from drawn(child, depth + 1)


def has(before, name):
    """Return a line that says what the question's index has."""
    index, _ = before.QUESTIONS[name]
    return f"{index.name} has: {', '.join(index.fields)}"
