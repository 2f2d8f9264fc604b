"""What checks leaderboard.py."""

from django.db import connection

from arena.contests.models import Attempt, Contest
from kata.checks import at_most, growth, same


def test_answer(answer, before, world):
    """Every page, with the right ranks."""
    world.people(30)
    world.contests(2, attempts=(25, 60))
    world.contests(2, attempts=(0, 1))
    for given in ("", "after the data had changed"):
        compare(answer, before, given)
        world.shake()
    Attempt.objects.filter(score__isnull=False).update(score=50)
    compare(answer, before, "when all have the same score")


def test_queries(answer, before, world):
    """The same number of queries, however many people."""
    contest = []

    def grow(people):
        contest[:] = [fill(world, people)]

    growth(
        answer,
        before,
        ask=lambda module: module.leaderboard(contest[0], 1, 50),
        world=world,
        grow=grow,
        unit="line",
        at_most=3,
    )


def test_rows(answer, before, world):
    """Fetches the people of the page, and not all."""
    contest = fill(world, 150)
    rows = at_most(
        lambda: answer.leaderboard(contest, 3, 20),
        rows=60,
        why="for a page of 20 people out of 150",
    )
    same(rows, before.leaderboard(contest, 3, 20), call="leaderboard(..., page=3, size=20)")


def compare(answer, before, given):
    """Turn the pages of every contest, and of one that does not exist."""
    for contest in [*Contest.objects.values_list("pk", flat=True), 1]:
        for page, size in ((1, 20), (2, 20), (1, 7), (2, 7), (3, 7), (9, 7), (1, 100)):
            right = before.leaderboard(contest, page, size)
            call = f"leaderboard(..., page={page}, size={size})"
            same(answer.leaderboard(contest, page, size), right, call=call, given=given)


def fill(world, number):
    """Make a contest that so many people tried three times; return its key."""
    people = world.people(number)
    [contest] = world.contests(1, attempts=(0, 0))
    Attempt.objects.bulk_create(
        Attempt(
            contest=contest,
            user=person,
            started_at=contest.opens_at,
            finished_at=contest.closes_at,
            score=(place * place + 35 * turn) % 100,
        )
        for turn in range(3)
        for place, person in enumerate(people)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a site in use has statistics; without them, plans are guesses
    return contest.pk
