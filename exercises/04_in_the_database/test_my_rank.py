"""What checks my_rank.py."""

from django.db import connection

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest
from kata.checks import at_most, faster, same
from kata.verdict import fail


def test_answer(answer, before, world):
    """The right rank, for everybody and after every change."""
    world.people(6)
    world.contests(4, attempts=(0, 25))
    world.contests(2, attempts=(1, 2))
    for given in ("", "after the data had changed"):
        compare(answer, before, given)
        world.shake()
    Attempt.objects.filter(score__isnull=False).update(score=0)
    compare(answer, before, "when everybody has 0 points")
    Attempt.objects.update(score=None, finished_at=None)
    compare(answer, before, "when nobody has finished")


def test_work(answer, before, world):
    """Leaves the contest's attempts where they are."""
    contest, person = big(world)
    rank = at_most(
        lambda: answer.my_rank(contest, person),
        queries=3,
        rows=20,
        instances=1,
        why="for the rank of one person of many",
    )
    same(rank, before.my_rank(contest, person), call="my_rank() of one of many")


def test_speed(answer, before, world):
    """Faster than the starter."""
    asked = big(world)
    faster(lambda: answer.my_rank(*asked), lambda: before.my_rank(*asked), times=2.5)


def compare(answer, before, given):
    """Ask for everybody's rank in every contest, and in one that does not exist."""
    for contest in [*Contest.objects.values_list("pk", flat=True), 1]:
        for person in User.objects.values_list("pk", flat=True):
            right, got = before.my_rank(contest, person), answer.my_rank(contest, person)
            if got != right:
                place = f" {given}" if given else ""
                says = f"my_rank(){place}: it returned {got}, and {right} is right."
                raise fail(says, details=scores(contest, person))


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
    """Make one contest with 2,000 attempts; return it and one who is neither first nor last."""
    world.people(1500)
    [contest] = world.contests(1, attempts=(2000, 2000))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a site in use has statistics; without them, plans are guesses
    scored = contest.attempts.filter(score__isnull=False).order_by("-score", "pk")
    person = scored.values_list("user", flat=True)[scored.count() // 2]
    return contest.pk, person
