"""What checks audit.py. The receivers of arena/contests/trail.py are connected, as on the site."""

from contextlib import contextmanager
from datetime import timedelta
from math import ceil

import pytest
from django.db import Error, connection
from django.utils import timezone

from arena.contests import trail
from arena.contests.models import Attempt, ScoreChange
from arena.worlds import World
from kata.checks import at_most_queries, expect, faster, same
from kata.verdict import plural

MANY = 600


@pytest.fixture(autouse=True)
def receivers():
    """The trail that save() keeps."""
    trail.connect()
    yield
    trail.disconnect()


def test_answer(answer, before, world):
    """The right scores, and a trail without a gap."""
    for number in (0, 1, 24):
        for what, list_for in LISTS.items():
            same(
                outcome(answer, number, list_for),
                outcome(before, number, list_for),
                call="rescore()",
                given=f"for {what}, on a site of {plural(number, 'attempt')}",
            )


def test_together(answer, world):
    """Scores and trail are written together, or not at all."""
    scores = some_changed(site(world, 40))
    for table, what in (("contests_scorechange", "trail"), ("contests_attempt", "scores")):
        before = stored()
        with refusing(table):
            error = error_of(lambda: answer.rescore(dict(scores)))
        expect(
            error,
            f"The database refused to write the {what}, and rescore() raised nothing.",
            "to let the error pass.",
        )
        _expect_nothing_written(before, f"The database refused to write the {what}")


def test_queries(answer, world):
    """Few queries for many rows."""
    scores = all_changed(site(world, MANY))
    old = ScoreChange.objects.count()
    at_most_queries(lambda: answer.rescore(scores), allowed(MANY), why=f"for a list of {MANY} rows")
    lines = ScoreChange.objects.count() - old
    expect(lines == MANY, f"{plural(lines, 'line')} of the trail for {MANY} changed scores.")


def test_speed(answer, before, world):
    """Faster than the starter."""
    attempts = site(world, 40)
    there = all_changed(attempts)
    back = {attempt.pk: attempt.score for attempt in attempts}

    def there_and_back(module):
        module.rescore(there)
        module.rescore(back)

    faster(lambda: there_and_back(answer), lambda: there_and_back(before), times=2)


# The site and lists


def site(world, number):
    """Make attempts, a quarter of which have no score yet."""
    world.contests(1, attempts=(number, number))
    attempts = list(Attempt.objects.order_by("pk"))
    ScoreChange.objects.bulk_create(
        ScoreChange(attempt=attempt, old=None, new=attempt.score) for attempt in attempts[::3]
    )
    ScoreChange.objects.update(changed_at=timezone.now() - timedelta(days=30))
    return attempts


def all_changed(attempts):
    """Return a list in which every score is another one than now."""
    return {attempt.pk: 1 if attempt.score is None else attempt.score + 1 for attempt in attempts}


def some_changed(attempts):
    """Return a list of changes: to and from no score and 0, some that change nothing."""
    new = (None, 0, 41, 100)
    return {
        attempt.pk: attempt.score if place % 5 == 0 else new[place % 4]
        for place, attempt in enumerate(attempts)
        if place % 7 != 6
    }


LISTS = {
    "a list with every kind of change": some_changed,
    "a list in which all scores change": all_changed,
    "a list of the present scores": lambda attempts: {a.pk: a.score for a in attempts},
    "a list in which all scores are annulled": lambda attempts: dict.fromkeys(
        (attempt.pk for attempt in attempts), None
    ),
    "a list with keys that no attempt has": lambda attempts: {
        5: 50,
        **all_changed(attempts[::2]),
        7: None,
    },
    "an empty list": lambda attempts: {},
}


def outcome(module, number, list_for):
    """Return what is returned and stored, on a site that is the same for every module."""
    world = World(number)
    world.clear()
    scores = list_for(site(world, number))
    start = timezone.now()
    returned = module.rescore(scores)
    times = ScoreChange.objects.values_list("changed_at", flat=True)
    minute = timedelta(minutes=1)  # more than a check takes
    return {
        "what is returned": returned,
        "the attempts": list(Attempt.objects.order_by("pk").values()),
        "the trail": sorted(trail_lines(), key=repr),
        "the lines of the trail with the time of now": sum(
            start - minute <= time <= timezone.now() + minute for time in times
        ),
    }


def trail_lines():
    """Return what the trail says."""
    return list(ScoreChange.objects.values("attempt_id", "old", "new"))


def stored():
    """Return scores and trail."""
    return dict(Attempt.objects.values_list("pk", "score")), sorted(trail_lines(), key=repr)


# What cannot be written


@contextmanager
def refusing(table):
    """Have the database refuse, for a block, every row that is written to a table."""
    if connection.vendor == "postgresql":
        on = [f"ALTER TABLE {table} ADD CONSTRAINT refused CHECK (false) NOT VALID"]
        off = [f"ALTER TABLE {table} DROP CONSTRAINT refused"]
    else:
        on = [
            f"CREATE TRIGGER refused_{what} BEFORE {what} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'refused'); END"
            for what in ("INSERT", "UPDATE")
        ]
        off = [f"DROP TRIGGER refused_{what}" for what in ("INSERT", "UPDATE")]
    send(on)
    try:
        yield
    finally:
        send(off)


def send(statements):
    """Send statements, one after the other."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def error_of(call):
    """Return the database's error that a call ends with, or None."""
    try:
        call()
    except Error as error:
        return error
    return None


def _expect_nothing_written(before, what):
    scores, lines = stored()
    changed = sum(scores[key] != score for key, score in before[0].items())
    more = len(lines) - len(before[1])
    expect(
        not changed and not more,
        f"{what}, and yet {plural(changed, 'score')} changed and {plural(more, 'line')} of the "
        "trail were written.",
        "both or nothing.",
    )


def allowed(number):
    """Return how many statements may be sent for so many rows, on this database and Django."""
    room = connection.ops.bulk_batch_size
    rows = [None] * number
    trail_fields = [field for field in ScoreChange._meta.concrete_fields if not field.primary_key]
    attempt_fields = list(Attempt._meta.concrete_fields)
    batch = min(100, room(trail_fields, rows), room(attempt_fields, rows))
    return 2 * ceil(number / batch) + 6
