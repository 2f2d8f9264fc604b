"""What checks tiers.py."""

from arena.contests.models import Attempt, Contest
from arena.worlds import World, store
from kata.checks import at_most, growth, same, writes_only
from kata.verdict import plural

SCORES = [90, 75, 40, 85, 0, 89, 74, 39, 84, 100, 1]  # edges first
MEDALS = ("", "gold", "", "bronze", "silver")


def test_answer(answer, before, world):
    """The right medals, and nothing else changed."""
    for number in (0, 1, 5, 110):
        same(
            outcome(answer, number),
            outcome(before, number),
            call="award()",
            given=f"for contests with {plural(number, 'attempt')} each",
        )


def test_again(answer, world):
    """Writes only medals that change, and the second time nothing."""
    site(world, 60)
    answer.award()
    again = writes_only(answer.award, Attempt, [], what="award() once more")
    same(again, 0, call="award() once more")
    gold = Attempt.objects.filter(medal="gold").earliest("pk")
    Attempt.objects.filter(pk=gold.pk).update(score=0)
    writes_only(answer.award, Attempt, [gold.pk], what="award() after one score has changed")


def test_queries(answer, before, world):
    """The same number of queries, however many attempts."""
    growth(
        answer,
        before,
        ask=ask,
        world=world,
        grow=lambda number: site(world, number),
        unit="attempt",
        at_most=4,
    )


def test_contests(answer, before, world):
    """The same number of queries, however many contests."""
    growth(
        answer,
        before,
        ask=ask,
        world=world,
        grow=lambda number: world.contests(number, attempts=(3, 3)),
        unit="contest",
        at_most=4,
    )


def test_rows(answer, world):
    """No attempt and no contest comes to Python."""
    world.contests(40, attempts=(5, 5))
    at_most(answer.award, rows=10, instances=0, why="for 200 attempts at 40 contests")


def ask(module):
    """Give medals; how many change depends on who gave them last."""
    module.award()


def site(world, number):
    """Make three contests, one with a cut-off above silver, and medals of which many are wrong."""
    contests = world.contests(3, attempts=(number, number))
    for contest, cutoff in zip(contests, (85, 40, 0), strict=True):
        attempts = list(contest.attempts.order_by("pk"))
        for place, attempt in enumerate(attempts):
            attempt.score = None if place % 13 == 12 else (SCORES[place:] or [place % 101])[0]
            attempt.medal = MEDALS[place % len(MEDALS)]
        store(attempts, "score", "medal")
        Contest.objects.filter(pk=contest.pk).update(cutoff=cutoff)


def outcome(module, number):
    """Return what is returned and stored, on a site that is the same for every module."""
    world = World(number)
    world.clear()
    site(world, number)
    returned = module.award()
    return {
        "the attempts": list(Attempt.objects.order_by("pk").values()),
        "what is returned": returned,
        "the contests": list(Contest.objects.order_by("pk").values()),
    }
