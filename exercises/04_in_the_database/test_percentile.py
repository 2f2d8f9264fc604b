"""What checks percentile.py."""

from decimal import Decimal
from itertools import cycle

from django.db import connection
from django.db.models import Count, F, Max, Min

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest
from kata.checks import CheckFailed, at_most, faster, same
from kata.checks.clocks import frozen
from kata.checks.same import plain
from kata.verdict import expect, fail

NEAR = 0.001
NUMBERS = (int, float, Decimal)  # and no bool, which is an int to isinstance()
LARGEST = 2**31 - 1


def test_answer(answer, before, world):
    """The right numbers for everybody, and with every cut-off.

    Tries: best, percentile, cut-off, no score, nothing else.
    """
    world.people(9)
    world.contests(3, attempts=(10, 25))
    world.contests(3, attempts=(0, 3))
    world.irregular_attempts()
    for given in ("", "after the data had changed"):
        compare(answer, before, given)
        world.shake()
    Contest.objects.update(cutoff=F("cutoff") + 20)
    compare(answer, before, "after the jury had raised the cut-off")
    compare_at_once(answer, before)
    Contest.objects.update(cutoff=0)
    Attempt.objects.filter(score__isnull=False).update(score=0, finished_at=None)
    compare(answer, before, "when 0 points are enough and nobody has more")
    Attempt.objects.update(score=None, finished_at=None)
    compare(answer, before, "when nobody has finished")


def test_work(answer, before, world):
    """Leaves the contest's attempts where they are.

    Tries: queries, fetched.
    """
    contest, person = big(world)
    got = at_most(
        lambda: answer.percentile(contest, person),
        queries=3,
        rows=20,
        instances=2,
        why="for one person among a thousand",
    )
    agree(got, before.percentile(contest, person), "percentile() of one among a thousand")


def test_speed(answer, before, world):
    """Faster than the starter.

    Tries: speed, nothing else.
    """
    asked = big(world)
    faster(
        lambda: answer.percentile(*asked),
        lambda: before.percentile(*asked),
        times=2.5,
        change=rival(*asked),
        compare=lambda got, right: agree(got, right, "percentile()", "right after a score changed"),
    )


def compare(answer, before, given):
    """Ask for everybody in every contest, the smallest first, and in one without rows."""
    contests = Contest.objects.annotate(size=Count("attempts")).order_by("size", "pk")
    for contest in [1, *contests.values_list("pk", flat=True)]:
        for person in User.objects.values_list("pk", flat=True):
            ask(answer, before, contest, person, given)


def compare_at_once(answer, before):
    """Ask right before and right after one score, or the cut-off, changes."""
    with frozen(answer):  # what it remembers for a moment does not expire in between
        for attempt in Attempt.objects.filter(score__isnull=False).order_by("pk")[:3]:
            asked = attempt.contest_id, attempt.user_id
            for score in (0, LARGEST, 41):
                answer.percentile(*asked)
                Attempt.objects.filter(pk=attempt.pk).update(score=score)
                ask(answer, before, *asked, "right after a score had changed")
                Contest.objects.filter(pk=attempt.contest_id).update(cutoff=score + 1 - score % 2)
                ask(answer, before, *asked, "right after the cut-off had changed")


def ask(answer, before, contest, person, given):
    """Ask for one person; when the answer is wrong, show what it is made of."""
    right, got = before.percentile(contest, person), answer.percentile(contest, person)
    try:
        agree(got, right, f"percentile({contest}, {person})", given)
    except CheckFailed as error:
        details = [*error.failure.details, "", *scores(contest, person)]
        raise fail(error.failure.says, details=details) from None


def agree(got, right, call, given=""):
    """Fail unless both say the same; a share may differ in the last digit."""
    got = plain(got)
    if got is None and right is not None:  # None is a legal result, so same() asks too much
        raise fail(
            f"{call}{f' {given}' if given else ''}: it returned None for a person with a score.",
            details=[f"expected  {right}"],
        )
    if right is not None and isinstance(got, dict) and "percentile" in got:
        share = got["percentile"]
        known = isinstance(share, NUMBERS) and not isinstance(share, bool)
        expect(
            known and abs(float(share) - right["percentile"]) <= NEAR,
            f"{call}{f' {given}' if given else ''}: 'percentile' is wrong.",
            details=[f"expected  {right['percentile']:.3f}", f"got       {share!r}"],
        )
        got = {**got, "percentile": right["percentile"]}
    same(got, right, call=call, given=given)


def scores(contest, person):
    """Return the cut-off and the scores, a line for the person's own and one for each other's."""
    cutoff = Contest.objects.filter(pk=contest).values_list("cutoff", flat=True).first()
    attempts = Attempt.objects.filter(contest=contest).order_by("finished_at")
    everybody = {person: []}
    for user, score in attempts.values_list("user", "score"):
        everybody.setdefault(user, []).append(score)
    own = everybody.pop(person)
    lines = [f"    {each}" for each in everybody.values()]
    return [f"cut-off: {cutoff}", f"own scores: {own}", "the other people's:", *lines]


def big(world):
    """Make a contest with 2,000 attempts; return it and one who is neither first nor last."""
    world.people(1500)
    world.contests(1, attempts=(90, 90))
    [contest] = world.contests(1, attempts=(2000, 2000))
    # Many different scores: the few that a world has would fit a short text.
    contest.attempts.update(score=F("score") * 1000 + F("id") % 997)
    Contest.objects.update(cutoff=F("cutoff") * 1000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a site in use has statistics; without them, plans are guesses
    scored = contest.attempts.filter(score__isnull=False).order_by("-score", "pk")
    person = scored.values_list("user", flat=True)[scored.count() // 2]
    return contest.pk, person


def rival(contest, person):
    """Return a function that moves one of the others above the person, and below the next time."""
    attempts = Attempt.objects.filter(contest=contest)
    best = attempts.filter(user=person).aggregate(best=Max("score"))["best"]
    others = attempts.exclude(user=person).values("user")
    once = others.annotate(key=Min("pk"), tries=Count("pk"), score=Max("score"))
    key = once.filter(tries=1, score__isnull=False).order_by("user")[0]["key"]
    turns = cycle([best + 1, 0])
    return lambda: Attempt.objects.filter(pk=key).update(score=next(turns))
