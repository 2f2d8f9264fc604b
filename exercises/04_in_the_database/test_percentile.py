"""What checks percentile.py."""

from django.db import connection
from django.db.models import F

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest
from kata.checks import at_most, faster, same
from kata.verdict import expect

NEAR = 0.001


def test_answer(answer, before, world):
    """The right numbers for everybody, and with every cut-off."""
    world.people(9)
    world.contests(3, attempts=(10, 25))
    world.contests(3, attempts=(0, 3))
    for given in ("", "after the data had changed"):
        compare(answer, before, given)
        world.shake()
    Contest.objects.update(cutoff=F("cutoff") + 20)
    compare(answer, before, "after the jury had raised the cut-off")
    Contest.objects.update(cutoff=0)
    Attempt.objects.filter(score__isnull=False).update(score=0)
    compare(answer, before, "when 0 points are enough and nobody has more")
    Attempt.objects.update(score=None, finished_at=None)
    compare(answer, before, "when nobody has finished")


def test_work(answer, before, world):
    """Leaves the contest's attempts where they are."""
    contest, person = big(world)
    got = at_most(
        lambda: answer.percentile(contest, person),
        queries=3,
        rows=20,
        instances=2,
        why="for one person among a thousand",
    )
    agree(got, before.percentile(contest, person), "percentile() of one among a thousand", "")


def test_speed(answer, before, world):
    """Faster than the starter."""
    asked = big(world)
    faster(lambda: answer.percentile(*asked), lambda: before.percentile(*asked), times=2.5)


def compare(answer, before, given):
    """Ask for everybody in every contest, and in one that does not exist."""
    for contest in [*Contest.objects.values_list("pk", flat=True), 1]:
        for person in User.objects.values_list("pk", flat=True):
            right, got = before.percentile(contest, person), answer.percentile(contest, person)
            agree(got, right, "percentile()", given)


def agree(got, right, call, given):
    """Fail unless both say the same; a share may differ in the last digit."""
    if right is not None and isinstance(got, dict) and "percentile" in got:
        try:
            share = float(got["percentile"])
        except (TypeError, ValueError):
            share = -1.0
        expect(
            abs(share - right["percentile"]) <= NEAR,
            f"{call}{f' {given}' if given else ''}: 'percentile' is wrong.",
            details=[f"expected  {right['percentile']:.3f}", f"got       {got['percentile']}"],
        )
        got = {**got, "percentile": right["percentile"]}
    same(got, right, call=call, given=given)


def big(world):
    """Make one contest with 2,000 attempts; return it and one who is neither first nor last."""
    world.people(1500)
    [contest] = world.contests(1, attempts=(2000, 2000))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a site in use has statistics; without them, plans are guesses
    scored = contest.attempts.filter(score__isnull=False).order_by("-score", "pk")
    person = scored.values_list("user", flat=True)[scored.count() // 2]
    return contest.pk, person
