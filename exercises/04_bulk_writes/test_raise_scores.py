"""What checks raise_scores.py."""

from datetime import timedelta
from functools import partial
from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.models import F

from arena.contests.models import Attempt, Contest
from arena.worlds import World, store
from kata.checks import (
    at_most,
    blocked_by,
    expect,
    faster,
    growth,
    just_before,
    moves_data,
    plural,
    same,
    taken_back,
    writes_only,
    written_columns,
)

FIRST = (20, 97, None, 0, 19, 39, 94, 95, 96, 100, 120, 2_147_483_647)
YEARS = timedelta(days=40_000)
MANY = 2_500  # more than the batches that people write
KEYS = ("id", "contest")


@pytest.fixture
def right():
    """What is right, with one statement that writes: the starter sends one for each attempt."""
    return SimpleNamespace(raise_scores=raise_scores)


def test_answer(answer, right, world):
    """The right scores, and nothing else changed.

    Tries: five percent, limit, no score, nothing else, returned.
    """
    for number in (0, 1, 2, 11, 120):
        world = World(number)
        world.clear()
        others, contest = site(world, number)
        with taken_back():
            expected = outcome(right, others, contest)
        got = outcome(answer, others, contest)
        given = f"for a contest with {plural(number, 'attempt')}"
        for call in expected:
            _compare(got[call], expected[call], given if call == "first" else f"{given}, again")


def test_queries(answer, right, world):
    """The same number of queries, however many attempts.

    Tries: queries.
    """
    contest = Contest()

    def grow(number):
        contest.pk = world.contests(2, attempts=(number, number))[0].pk
        Attempt.objects.filter(score=None).update(score=50)

    growth(
        answer,
        right,
        ask=lambda module: module.raise_scores(contest),
        world=world,
        grow=grow,
        unit="attempt",
        at_most=2,
    )


def test_rows(answer, world):
    """No attempt comes to Python.

    Tries: nothing else, fetched, queries, five percent, no score, returned.
    """
    for number in (100, MANY):
        world.clear()
        _, contest = site(world, number, others=100)
        old = dict(contest.attempts.values_list("pk", "score"))
        returned = at_most(
            lambda contest=contest: answer.raise_scores(contest),
            rows=5,
            instances=0,
            queries=2,
            why=f"for {number:,} attempts: the database can do without Python",
        )
        scored = sum(score is not None for score in old.values())
        same(returned, scored, call="raise_scores()", given=f"for {number:,} attempts")
        new = dict(contest.attempts.values_list("pk", "score"))
        _compare_scores(new, {key: raised(score) for key, score in old.items()}, old)
    with written_columns(Attempt) as names:
        answer.raise_scores(contest)
    more = sorted(names - {"score"})
    expect(not more, f"raise_scores() also writes {', '.join(more)}.", "the score only.")


def test_written(answer, world):
    """Writes attempts at this contest only.

    Tries: nothing else.
    """
    others, contest = site(world, 40)
    highest = others.attempts.filter(score__range=(91, 100))
    highest.update(score=F("score") + 50)  # no rule of theirs is known
    changed = [
        key for key, score in contest.attempts.values_list("pk", "score") if score != raised(score)
    ]
    writes_only(
        lambda: answer.raise_scores(contest),
        Attempt,
        changed,
        may=list(contest.attempts.values_list("pk", flat=True)),
        what="raise_scores()",
    )


def test_speed(answer, before, world):
    """Faster than the starter.

    Tries: speed.
    """
    contest, _ = world.contests(2, attempts=(100, 100))
    faster(lambda: answer.raise_scores(contest), lambda: before.raise_scores(contest), times=4)


def test_meantime(answer, world):
    """Another client stores a score, or locks an attempt, while raise_scores() runs.

    Tries: meantime, five percent, returned.
    """
    [contest] = world.contests(1, attempts=(9, 9))
    one = contest.attempts.filter(pk=contest.attempts.earliest("pk").pk)
    contest.attempts.update(score=50)
    with just_before(2, lambda: one.update(score=97), counts=moves_data) as sent:
        returned = answer.raise_scores(contest)
    given = "for 9 scores, one of which another client changes before the second statement"
    same(returned, 9, call="raise_scores()", given=given)
    if len(sent) > 1:
        stores(one, "before the second statement of raise_scores()")
    if connection.vendor != "postgresql":  # SQLite locks no rows
        return
    call = partial(answer.raise_scores, contest)
    contest.attempts.update(score=50)
    [outcome] = blocked_by(lambda: list(one.select_for_update()), call)
    given = "for 9 scores of 50, one of which another client has locked"
    same(outcome.get(), 9, call="raise_scores()", given=given)
    scores = list(contest.attempts.values_list("score", flat=True))
    same(scores, [52] * 9, call="The scores after raise_scores()", given=given)
    [outcome] = blocked_by(lambda: one.update(score=97), call)
    outcome.get()
    stores(one, "while raise_scores() waits for that attempt")


# What the check above is made of.


def stores(one, when):
    """Fail if the score of 97 that another client stored was lost."""
    score = one.get().score
    says = f"Another client stores 97 {when}, and it becomes {score}."
    # 97 is also right: what is there if the other client stores it last.
    expect(score in (97, 100), says, "97 becomes 100.")


def raise_scores(contest):
    """Do what raise_scores() has to do."""
    attempts = list(contest.attempts.filter(score__isnull=False))
    for attempt in attempts:
        attempt.score = raised(attempt.score)
    store(attempts, "score")
    return len(attempts)


def site(world, number, others=None):
    """Make two contests with every score from 0 to 100 and with attempts that have none.

    Args:
        number: how many attempts at the contest that is returned last.
        others: how many at the first one, if not as many.
    """
    if others is None:
        contests = world.contests(2, attempts=(number, number))
    else:
        contests = [world.contests(1, attempts=(each, each))[0] for each in (others, number)]
    for contest in contests:
        attempts = list(contest.attempts.order_by("pk"))
        for place, attempt in enumerate(attempts):
            attempt.score = (FIRST[place:] or [None if place % 7 == 3 else place % 101])[0]
            if place % 3 == 0:  # no rule says what an attempt's times have to do with its score
                attempt.finished_at = None if place % 2 else attempt.started_at
                attempt.started_at -= YEARS
        store(attempts, "score", "started_at", "finished_at")
        contest.closes_at += YEARS
    store(contests, "closes_at")
    make_twins(*contests)
    return contests


def make_twins(contest, other):
    """Let attempts at the other contest be the same as at this one, but for key and contest."""
    pairs = zip(contest.attempts.order_by("pk"), other.attempts.order_by("pk"), strict=False)
    fields = [field for field in Attempt._meta.concrete_fields if field.name not in KEYS]
    twins = []
    for attempt, twin in list(pairs)[::2]:
        for field in fields:
            setattr(twin, field.attname, getattr(attempt, field.attname))
        twins.append(twin)
    store(twins, *(field.name for field in fields))


def outcome(module, others, contest):
    """Return what two calls return and store.

    The second call comes after other scores were stored: an answer must not remember the first.
    """
    calls = {"first": call(module, contest)}
    for each in (contest, others):
        attempts = list(each.attempts.order_by("pk"))
        for place, attempt in enumerate(attempts):
            attempt.score = None if place % 4 == 2 else (place * 37 + 11) % 101
        store(attempts, "score")
    return {**calls, "second": call(module, contest)}


def call(module, contest):
    """Call once, and return the contest's scores before and all that is there afterwards."""
    old = dict(contest.attempts.values_list("pk", "score"))
    returned = module.raise_scores(contest)
    return {
        "before": old,
        "what is returned": returned,
        "the attempts": {row["id"]: row for row in Attempt.objects.order_by("pk").values()},
    }


def _compare(got, right, given):
    new, expected = (
        {key: each["the attempts"].get(key, {}).get("score") for key in right["before"]}
        for each in (got, right)
    )
    _compare_scores(new, expected, right["before"])
    for what in ("what is returned", "the attempts"):
        same({what: got[what]}, {what: right[what]}, call="raise_scores()", given=given)


def _compare_scores(got, right, old):
    for key, score in right.items():
        expect(
            got[key] == score,
            f"A score of {_said(old[key])} became {_said(got[key])}.",
            f"it becomes {_said(score)}.",
        )


def _said(score):
    return "NULL (no score)" if score is None else score


def raised(score):
    """Return what a score becomes."""
    return score if score is None else min(100, score + score * 5 // 100)
