"""What checks audit.py. The receivers of arena/contests/trail.py are connected, as on the site."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import cycle
from math import ceil

import pytest
from django.db import connection, transaction
from django.db.models.signals import post_save, pre_save
from django.utils import timezone

from arena.contests import trail
from arena.contests.models import Attempt, ScoreChange
from arena.worlds import World, store
from kata.checks import (
    at_most_queries,
    blocked_by,
    expect,
    fails_at,
    faster,
    ledger,
    plural,
    same,
    send,
    written_columns,
)

SIZES = (150, 1_200)
MANY = 1_100  # more than fit the batches of most answers
POINTS = 12  # statements that fail, one after the other: as many as are allowed for 220 rows
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def receivers():
    """The trail that save() writes."""
    trail.connect()
    yield
    trail.disconnect()


def test_answer(answer, world):
    """The right scores, and a trail without a gap.

    Tries: scores, trail, unchanged, unknown key, returned.
    """
    trail.connect()  # an answer may have disconnected them when it was loaded
    for number in (0, 1, 24):
        for what, list_for in LISTS.items():
            world = World(number)
            world.clear()
            scores = list_for(site(world, number))
            right = corrected(scores)
            same(
                outcome(answer, scores),
                right,
                call="rescore()",
                given=f"for {what}, on a site of {plural(number, 'attempt')}",
            )


def test_time(answer, world):
    """The trail has the time of each call.

    Tries: trail.
    """
    attempts = site(world, 10)
    for what, outer in (
        ("", nullcontext),
        (", in a transaction that began before", transaction.atomic),
    ):
        with outer():
            if all(timely(answer, attempts) for _ in range(2)):
                continue
            # A clock may tell whole seconds: then what was noted before is another second.
            late = [True for _ in range(2) if not timely(answer, attempts, whole_seconds=True)]
        expect(
            not late,
            "The lines of the trail have another time than that at which rescore() was called"
            f"{what}.",
            "the current time, at every call.",
        )


def test_receivers(answer, world):
    """save() still writes the trail.

    Tries: receivers.
    """
    attempts = site(world, 12)
    silent = []

    def look(execute, sql, params, many, context):
        if not (pre_save.has_listeners(Attempt) and post_save.has_listeners(Attempt)):
            silent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        answer.rescore(all_changed(attempts))
    expect(not silent, "While rescore() runs, the receivers of pre_save and post_save are gone.")
    lines = ScoreChange.objects.count()
    attempt = Attempt.objects.earliest("pk")
    attempt.score = 5_000
    attempt.save()
    lines = ScoreChange.objects.count() - lines
    expect(
        lines == 1,
        f"After rescore(), save() of an attempt with a new score writes {plural(lines, 'line')} "
        "of the trail.",
        "one line: the receivers stay connected.",
    )


def test_queries(answer, world):
    """Few queries for many rows.

    Tries: queries, scores, trail, returned.
    """
    for number in SIZES:
        world.clear()
        attempts = site(world, number)
        scores, lines = all_changed(attempts), trail_lines()
        given = f"for {number:,} scores that all change"
        changed = at_most_queries(
            lambda scores=scores: answer.rescore(dict(scores)), allowed(number), why=given
        )
        same(changed, number, call="rescore()", given=given)
        same(stored()[0], scores, call="The scores after rescore()", given=given)
        lines += [
            {"attempt_id": one.pk, "old": one.score, "new": scores[one.pk]} for one in attempts
        ]
        same(trail_lines(), lines, ordered=False, call="The trail after rescore()", given=given)


def test_columns(answer, world):
    """Writes one column of the attempts.

    Tries: scores.
    """
    attempts = site(world, 20)
    with written_columns(Attempt) as names:
        answer.rescore(all_changed(attempts))
    more = sorted(names - {"score"})
    expect(
        not more,
        f"rescore() also writes {', '.join(more)}: what others write in between is lost.",
        "the score only.",
    )


def test_speed(answer, before, world):
    """Faster than the starter.

    Tries: speed.
    """
    attempts = site(world, 60)
    there = all_changed(attempts)
    back = {attempt.pk: attempt.score for attempt in attempts}
    scores = cycle((there, back))  # each call of either changes all scores
    faster(lambda: answer.rescore(next(scores)), lambda: before.rescore(next(scores)), times=2)


def test_together(answer, world):
    """Scores and trail are written together, or not at all.

    Tries: together.
    """
    attempts = site(world, 220)
    scores = all_changed(attempts)
    one, *_, last = sorted(scores)
    for refusing, key, what in (
        (a_check("contests_scorechange", "attempt_id"), one, "a row of the trail"),
        (a_check("contests_scorechange", "attempt_id"), last, "a row of the trail"),
        (a_check("contests_attempt", "id"), one, "a score"),
        (a_check("contests_attempt", "id"), last, "a score"),
        (a_unique_index, one, "a row of the trail that is not unique"),
    ):
        with refusing(key):
            _expect_all_or_nothing(answer, scores, f"The database refuses {what}")
    none = next(attempt.pk for attempt in attempts if attempt.score is None)
    says = "The database refuses -1, which an attempt without a score shall get"
    _expect_all_or_nothing(answer, scores | {none: -1}, says)
    for point in range(POINTS):
        before, errors = stored(), []
        if not fails_at(point, lambda errors=errors: noting(answer, scores, errors)):
            break
        says = f"The database refuses statement {point + 1} of rescore() for 220 attempts"
        expect(errors, f"{says}, and rescore() raises nothing.", "to let the error pass.")
        _expect_nothing_written(before, says)
    world.clear()
    scores = all_changed(site(world, MANY))
    with a_check("contests_attempt", "id")(max(scores)):
        _expect_all_or_nothing(answer, scores, f"The database refuses one of {MANY:,} scores")


def test_meantime(answer, world):
    """Another client stores a score while rescore() waits for its attempt.

    Tries: trail.
    """
    if connection.vendor != "postgresql":
        ledger.note("SQLite locks no rows, so another client was not tried.")
        return
    attempts = site(world, 12)
    scores, key = all_changed(attempts), attempts[5].pk
    old = {attempt.pk: attempt.score for attempt in attempts} | {key: 77}
    right = trail_lines()
    right += [{"attempt_id": one, "old": old[one], "new": scores[one]} for one in scores]
    other = partial(Attempt.objects.filter(pk=key).update, score=77)
    [outcome] = blocked_by(other, lambda: answer.rescore(dict(scores)))
    given = f"when another client stores 77 for attempt {key} while rescore() waits"
    same(outcome.get(), len(scores), call="rescore()", given=given)
    same(stored()[0], scores, call="The scores after rescore()", given=given)
    same(trail_lines(), right, ordered=False, call="The trail after rescore()", given=given)


# The site and lists


def site(world, number):
    """Make attempts with scores that all differ; a quarter has none yet.

    A third of them is at a contest that is not listed.
    """
    [listed] = world.contests(1, attempts=(number, number))
    [unlisted] = world.contests(1, attempts=(0, 0), unrelated=False)
    listed.is_listed, unlisted.is_listed = True, False
    store([listed, unlisted], "is_listed")
    attempts = list(Attempt.objects.order_by("pk"))
    for place, attempt in enumerate(attempts):
        attempt.score = None if place % 4 == 3 else place * 7
        if place % 3 == 1:
            attempt.contest = unlisted
    store(attempts, "score", "contest")
    ScoreChange.objects.bulk_create(
        ScoreChange(attempt=attempt, old=None, new=attempt.score) for attempt in attempts[::3]
    )
    ScoreChange.objects.update(changed_at=timezone.now() - timedelta(days=30))
    return attempts


def all_changed(attempts):
    """Return a list in which every score is another one than now, and all differ."""
    return {attempt.pk: 3 + 7 * place for place, attempt in enumerate(attempts)}


def some_changed(attempts):
    """Return a list of changes: to and from no score and 0, some that change nothing."""
    new = (None, 0, 41, 2_147_483_647)
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
    "a list in which all scores become 0": lambda attempts: dict.fromkeys(
        (attempt.pk for attempt in attempts), 0
    ),
    "a list with keys that no attempt has": lambda attempts: {
        5: 50,
        **all_changed(attempts[::2]),
        7: None,
    },
    "an empty list": lambda attempts: {},
}


def outcome(module, scores):
    """Return what is returned and stored."""
    returned = module.rescore(dict(scores))
    return {
        "what is returned": returned,
        "the attempts": all_attempts(),
        "the trail": sorted(trail_lines(), key=repr),
    }


def corrected(scores):
    """Return what ``outcome`` has to be, worked out in plain Python."""
    attempts, lines, returned = all_attempts(), trail_lines(), 0
    for key, score in scores.items():
        if key in attempts and attempts[key]["score"] != score:
            lines.append({"attempt_id": key, "old": attempts[key]["score"], "new": score})
            attempts[key]["score"] = score
            returned += 1
    return {
        "what is returned": returned,
        "the attempts": attempts,
        "the trail": sorted(lines, key=repr),
    }


def all_attempts():
    """Return every attempt by its key."""
    return {row["id"]: row for row in Attempt.objects.order_by("pk").values()}


def trail_lines():
    """Return what the trail says."""
    return list(ScoreChange.objects.values("attempt_id", "old", "new"))


def stored():
    """Return scores and trail."""
    return dict(Attempt.objects.values_list("pk", "score")), sorted(trail_lines(), key=repr)


# Time


def timely(module, attempts, *, whole_seconds=False):
    """Change all scores; return whether the new lines have the time of that call.

    It may be the time of Python or of the database.
    """
    old = list(ScoreChange.objects.values_list("pk", flat=True))
    scores = {key: score + len(old) for key, score in all_changed(attempts).items()}
    if whole_seconds:
        time.sleep(1 - time.time() % 1)  # the answer noted earlier seconds before
    starts = clocks()
    module.rescore(scores)
    ends = clocks()
    if whole_seconds:
        starts = [start.replace(microsecond=0) for start in starts]
    times = ScoreChange.objects.exclude(pk__in=old).values_list("changed_at", flat=True)
    return all(
        any(start <= at <= end for start, end in zip(starts, ends, strict=True)) for at in times
    )


def clocks():
    """Return the time of Python and that of the database."""
    if connection.vendor != "postgresql":
        return [timezone.now()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        [there] = cursor.fetchone()
    return [datetime.now(UTC), there]


# What cannot be written


@contextmanager
def a_unique_index(key: int) -> Iterator[None]:
    """Let the database refuse, for a block, a second line of the trail for one attempt."""
    send(
        [
            f"CREATE UNIQUE INDEX refused ON contests_scorechange (attempt_id)"
            f" WHERE attempt_id = {key}"
        ]
    )
    try:
        yield
    finally:
        send(["DROP INDEX refused"])


def a_check(table: str, column: str) -> Callable[[int], AbstractContextManager[None]]:
    """Return what lets the database refuse the row of one attempt in a table."""
    return partial(_refusing, table, column)


@contextmanager
def _refusing(table: str, column: str, key: int) -> Iterator[None]:
    if connection.vendor == "postgresql":
        on = [f"ALTER TABLE {table} ADD CONSTRAINT refused CHECK ({column} <> {key}) NOT VALID"]
        off = [f"ALTER TABLE {table} DROP CONSTRAINT refused"]
    else:
        on = [
            f"CREATE TRIGGER refused_{what} BEFORE {what} ON {table} WHEN NEW.{column} = {key} "
            "BEGIN SELECT RAISE(ABORT, 'refused'); END"
            for what in ("INSERT", "UPDATE")
        ]
        off = [f"DROP TRIGGER refused_{what}" for what in ("INSERT", "UPDATE")]
    send(on)
    try:
        yield
    finally:
        send(off)


def noting(module, scores, errors):
    """Change scores, and note the error that the call ends with."""
    try:
        module.rescore(dict(scores))
    except Exception as error:  # the driver's own cursors raise the driver's errors
        errors.append(error)
        raise


def _expect_all_or_nothing(module, scores, says):
    before, errors = stored(), []
    with suppress(Exception):
        noting(module, scores, errors)
    expect(errors, f"{says}, and rescore() raises nothing.", "to let the error pass.")
    _expect_nothing_written(before, says)


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
