"""What checks raise_scores.py."""

from arena.contests.models import Attempt, Contest
from arena.worlds import World, store
from kata.checks import at_most, faster, growth, same
from kata.verdict import plural


def test_answer(answer, before, world):
    """The right scores, and nothing else changed."""
    for number in (0, 1, 2, 120):
        same(
            outcome(answer, number),
            outcome(before, number),
            call="raise_scores()",
            given=f"for a contest with {plural(number, 'attempt')}",
        )


def test_queries(answer, before, world):
    """The same number of queries, however many attempts."""
    contest = Contest()

    def grow(number):
        contest.pk = world.contests(2, attempts=(number, number))[0].pk
        Attempt.objects.filter(score=None).update(score=50)

    growth(
        answer,
        before,
        ask=lambda module: module.raise_scores(contest),
        world=world,
        grow=grow,
        unit="attempt",
        at_most=2,
    )


def test_rows(answer, world):
    """No attempt comes to Python."""
    contest, _ = world.contests(2, attempts=(100, 100))
    at_most(
        lambda: answer.raise_scores(contest),
        rows=5,
        instances=0,
        why="for 100 attempts: what is not fetched need not be written back",
    )


def test_speed(answer, before, world):
    """Faster than the starter."""
    contest, _ = world.contests(2, attempts=(100, 100))
    faster(lambda: answer.raise_scores(contest), lambda: before.raise_scores(contest), times=4)


def outcome(module, number):
    """Return what is returned and stored, on a site that is the same for every module."""
    world = World(number)
    world.clear()
    others, contest = world.contests(2, attempts=(number, number))
    # Every score from 0 to 100, with some attempts that have none; the other contest's too.
    for attempts in (contest.attempts.order_by("pk"), others.attempts.order_by("pk")):
        rows = list(attempts)
        for score, attempt in enumerate(rows):
            attempt.score = None if score % 7 == 3 and score > 100 else score % 101
        store(rows, "score")
    returned = module.raise_scores(contest)
    return {
        "what is returned": returned,
        "the attempts afterwards": list(Attempt.objects.order_by("pk").values()),
    }
