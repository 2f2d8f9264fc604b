"""What checks time_taken.py."""

import re
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from django.core.cache import caches
from django.db import connection
from django.db.models import Count, F

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest
from kata.checks import CheckFailed, Meter, at_most, expect, fail, frozen, plain, same

NEAR = timedelta(milliseconds=1)
WRITES = re.compile(r"\b(INSERT|UPDATE|DELETE|MERGE|CREATE|ALTER|COPY|REFRESH)\b", re.IGNORECASE)
DEFAULT, EVERYBODY = 10, 100
SHOWN = 12  # attempts that fit the screen


def test_answer(answer, before, world):
    """The right average, and the quickest in the right order.

    Tries: average, quickest, every attempt, unfinished, nothing else.
    """
    world.people(8)
    world.contests(3, attempts=(10, 40))
    world.contests(3, attempts=(0, 2))
    world.posts(3)  # a join to what people write would repeat their attempts
    world.irregular_attempts()
    for given in ("", "after the data had changed"):
        compare(answer, before, given)
        world.shake()
    compare_at_once(answer, before)
    a_century_later = F("finished_at") + timedelta(days=40_000)  # months and years differ
    Attempt.objects.update(finished_at=a_century_later)
    compare(answer, before, "when all took a century, and end in the future")
    half_an_hour_later = F("started_at") + timedelta(minutes=30)
    Attempt.objects.filter(finished_at__isnull=False).update(finished_at=half_an_hour_later)
    compare(answer, before, "when all took 30 minutes")
    Attempt.objects.filter(finished_at__isnull=False).update(finished_at=F("started_at"))
    compare(answer, before, "when all took no time")
    Attempt.objects.update(finished_at=None, score=None)
    compare(answer, before, "when nobody has finished")


def test_work(answer, before, world):
    """Leaves the contest's attempts where they are.

    Tries: queries, fetched, no writes.
    """
    world.people(50)
    world.contests(1, attempts=(90, 90))
    [contest] = world.contests(1, attempts=(2000, 2000))
    twice(contest)
    different = F("finished_at") + timedelta(microseconds=1) * (F("id") % 99_991)
    if connection.vendor == "postgresql":
        contest.attempts.update(finished_at=different)
    got = at_most(
        lambda: answer.time_taken(contest.pk, 10),
        queries=3,
        rows=30,
        instances=20,
        why="for the average and the quickest 10 of 4,000 attempts",
    )
    right = before.time_taken(contest.pk, 300)
    ten = {**right, "quickest": right["quickest"][:10]}
    agree(got, ten, "time_taken() of 4,000 attempts")
    got = at_most(
        lambda: answer.time_taken(contest.pk, 300), queries=3, why="for a list of 300 as well"
    )
    agree(got, right, "time_taken() with a list of 300")
    with spied_cache() as writes, Meter() as meter:
        plain(answer.time_taken(contest.pk, 10))
    meter.calls = [call for call in meter.calls if WRITES.search(call.sql)]
    if meter.calls:
        raise fail("It writes to the database.", "only statements that read.", meter.lines())
    expect(not any(one.called for one in writes), "It writes to the cache.", "to store nothing.")
    contest.attempts.filter(finished_at__isnull=False).update(
        finished_at=F("started_at") + timedelta(minutes=30)
    )
    at_most(
        lambda: answer.time_taken(contest.pk, 10),
        rows=30,
        instances=20,
        why="for the quickest 10 of 4,000 attempts that all took 30 minutes",
    )


def twice(contest):
    """Double the attempts at a contest."""
    columns = "contest_id, user_id, started_at, finished_at, score, medal"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO contests_attempt ({columns}) "
            f"SELECT {columns} FROM contests_attempt WHERE contest_id = %s",
            [contest.pk],
        )


@contextmanager
def spied_cache():
    """Yield what is called to write to Django's cache; here a write is lost and changes nothing."""
    kind = type(caches["default"])
    with patch.object(kind, "set") as set_one, patch.object(kind, "add") as add:
        yield set_one, add


def compare(answer, before, given):
    """Ask for every contest, the smallest first, and for one that does not exist."""
    contests = Contest.objects.annotate(size=Count("attempts")).order_by("size", "pk")
    for contest in [1, *contests.values_list("pk", flat=True)]:
        right = before.time_taken(contest, EVERYBODY)
        for limit in (None, 0, 1, 3, EVERYBODY):
            ask(answer, right, contest, limit, given)


def compare_at_once(answer, before):
    """Ask right before and right after one attempt or one name changes."""
    with frozen(answer):  # what it remembers for a moment does not expire in between
        for attempt in Attempt.objects.filter(finished_at__isnull=False).order_by("pk")[:3]:
            asked = attempt.contest_id, EVERYBODY
            answer.time_taken(*asked)
            end = attempt.started_at + timedelta(microseconds=1)
            Attempt.objects.filter(pk=attempt.pk).update(finished_at=end)
            given = "right after an attempt had changed"
            ask(answer, before.time_taken(*asked), *asked, given)
            User.objects.filter(pk=attempt.user_id).update(username=f"new {attempt.pk}")
            ask(answer, before.time_taken(*asked), *asked, "right after a name had changed")


def ask(answer, right, contest, limit, given):
    """Ask for one contest; when the answer is wrong and it is small, show its attempts.

    ``right`` is what the starter says of everybody; a shorter list is the beginning of that one.
    """
    asked = [contest] if limit is None else [contest, limit]
    got = answer.time_taken(*asked)
    right = {**right, "quickest": right["quickest"][: DEFAULT if limit is None else limit]}
    try:
        agree(got, right, f"time_taken({', '.join(map(str, asked))})", given)
    except CheckFailed as error:
        details = [*error.failure.details, *attempts_of(contest)]
        raise fail(error.failure.says, details=details) from None


def agree(got, right, call, given=""):
    """Fail unless both say the same; the averages may differ by how a database rounds."""
    got = plain(got)
    expect(isinstance(got, dict) and "average" in got, f"{call}: it returned no 'average'.")
    average, other = right["average"], got["average"]
    if isinstance(average, timedelta) and isinstance(other, timedelta):
        got = {**got, "average": average if abs(average - other) <= NEAR else other}
    same(got, right, call=call, given=given)


def attempts_of(contest):
    """Return a line for each attempt at a small contest."""
    attempts = Attempt.objects.filter(contest=contest).select_related("user").order_by("pk")
    rows = list(attempts[: SHOWN + 1])
    if len(rows) > SHOWN:
        return []
    lines = [
        f"    {one.pk}  {one.user.username}  "
        f"{'not finished' if one.finished_at is None else one.finished_at - one.started_at}"
        for one in rows
    ]
    return ["", "the attempts:", *lines]
