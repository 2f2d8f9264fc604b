"""What checks my_rank.py."""

from bisect import bisect_right
from itertools import cycle

from django.db.models import Count, F, Max, Min

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest
from kata.checks import CheckFailed, analyze, at_most, expect, fail, fails_at, faster, frozen, same

LARGEST = 2**31 - 1


def test_answer(answer, world):
    """The right rank, for everybody and after every change.

    Tries: rank, best, no score, no rank, nothing else.
    """
    world.people(6)
    world.contests(4, attempts=(0, 25))
    world.contests(2, attempts=(1, 2))
    world.irregular_attempts()
    for given in ("", "after the data had changed"):
        compare(answer, given)
        world.shake()
    compare_at_once(answer)
    Attempt.objects.filter(score__isnull=False).update(score=0, finished_at=None)
    compare(answer, "when everybody has 0 points")
    Attempt.objects.update(score=None, finished_at=None)
    compare(answer, "when nobody has finished")


def test_work(answer, world):
    """Leaves the contest's attempts where they are.

    Tries: rank, no rank, queries, fetched.
    """
    contest, person = big(world)
    rank = at_most(
        lambda: answer.my_rank(contest, person),
        queries=3,
        rows=20,
        instances=1,
        why="for the rank of one person of many",
    )
    same(rank, ranks(contest)[person], call="my_rank() of one of many")
    got = []
    for number in range(3):  # the queries that are allowed
        fails_at(number, lambda: got.append(answer.my_rank(contest, person)))
    says = "The database refuses a query, and my_rank() returns None for a person with a score."
    expect(None not in got, says, "an error, or the rank.")
    contest, person, people = everybody(world)
    rank = at_most(
        lambda: answer.my_rank(contest, person),
        queries=3,
        rows=20,
        instances=1,
        why=f"for the last of {people:,} people, who tried 30 times",
    )
    same(rank, people, call=f"my_rank() of the last of {people:,} people")


def test_speed(answer, before, world):
    """Faster than the starter.

    Tries: speed, nothing else.
    """
    asked = big(world)
    faster(
        lambda: answer.my_rank(*asked),
        lambda: before.my_rank(*asked),
        times=2.5,
        change=rival(*asked),
    )


def compare(answer, given):
    """Ask for the rank of everybody who took part in a contest and of one who did not.

    The smallest contest comes first, after one without rows.
    """
    everybody = list(User.objects.order_by("pk").values_list("pk", flat=True))
    contests = Contest.objects.annotate(size=Count("attempts")).order_by("size", "pk")
    for contest in [1, *contests.values_list("pk", flat=True)]:
        present = set(Attempt.objects.filter(contest=contest).values_list("user", flat=True))
        absent = [person for person in everybody if person not in present][:1]
        agree(answer, contest, [*absent, *sorted(present)], given)


def compare_at_once(answer):
    """Ask right before and right after one score changes."""
    with frozen(answer):  # what it remembers for a moment does not expire in between
        for attempt in Attempt.objects.filter(score__isnull=False).order_by("pk")[:3]:
            for score in (0, LARGEST, 41):
                answer.my_rank(attempt.contest_id, attempt.user_id)
                Attempt.objects.filter(pk=attempt.pk).update(score=score)
                given = "right after a score had changed"
                agree(answer, attempt.contest_id, [attempt.user_id], given)


def agree(answer, contest, people, given):
    """Fail unless the answer finds the rank of each; show the scores that make it."""
    right = ranks(contest)
    for person in people:
        got = answer.my_rank(contest, person)
        try:
            same(got, right.get(person), call=f"my_rank({contest}, {person})", given=given)
        except CheckFailed as error:
            details = [*error.failure.details, "", *scores(contest, person)]
            raise fail(error.failure.says, details=details) from None


def ranks(contest):
    """Return the rank of each person who has a score, in plain Python."""
    best = {}
    scored = Attempt.objects.filter(contest=contest, score__isnull=False)
    for person, score in scored.values_list("user", "score"):
        best[person] = max(score, best.get(person, 0))
    ascending = sorted(best.values())
    return {
        person: 1 + len(best) - bisect_right(ascending, score) for person, score in best.items()
    }


def scores(contest, person):
    """Return the scores that make a rank, a line for the person's own and one for each other's."""
    attempts = Attempt.objects.filter(contest=contest).order_by("finished_at")
    everybody = {person: []}
    for user, score in attempts.values_list("user", "score"):
        everybody.setdefault(user, []).append(score)
    own = everybody.pop(person)
    lines = [f"    {each}" for each in everybody.values()]
    return [f"own scores: {own}", "the other people's:", *lines]


def big(world):
    """Make a contest with 2,000 attempts; return it and one who is neither first nor last."""
    world.people(1500)
    world.contests(1, attempts=(90, 90))
    [contest] = world.contests(1, attempts=(2000, 2000))
    # Many different scores: the few that a world has would fit a short text.
    contest.attempts.update(score=F("score") * 1000 + F("id") % 997)
    analyze()
    scored = contest.attempts.filter(score__isnull=False).order_by("-score", "pk")
    person = scored.values_list("user", flat=True)[scored.count() // 2]
    return contest.pk, person


def everybody(world):
    """Make a contest that everybody tried; return it, the person who is last, and how many are."""
    [contest] = world.contests(1, attempts=(0, 0))
    last, *others = User.objects.order_by("pk")
    Attempt.objects.bulk_create(
        Attempt(contest=contest, user=user, started_at=contest.opens_at, score=score)
        for score, user in enumerate([*[last] * 30, *others])
    )
    return contest.pk, last.pk, 1 + len(others)


def rival(contest, person):
    """Return a function that moves one of the others above the person, and below the next time."""
    attempts = Attempt.objects.filter(contest=contest)
    best = attempts.filter(user=person).aggregate(best=Max("score"))["best"]
    others = attempts.exclude(user=person).values("user")
    once = others.annotate(key=Min("pk"), tries=Count("pk"), score=Max("score"))
    key = once.filter(tries=1, score__isnull=False).order_by("user")[0]["key"]
    turns = cycle([best + 1, 0])
    return lambda: Attempt.objects.filter(pk=key).update(score=next(turns))
