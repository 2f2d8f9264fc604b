"""What checks time_taken.py."""

from datetime import timedelta

from arena.contests.models import Attempt, Contest
from kata.checks import at_most, same
from kata.verdict import expect

NEAR = timedelta(milliseconds=1)


def test_answer(answer, before, world):
    """The right average, and the quickest in the right order."""
    world.people(8)
    world.contests(3, attempts=(10, 40))
    world.contests(3, attempts=(0, 2))
    for given in ("", "after the data had changed"):
        compare(answer, before, given)
        world.shake()
    for attempt in Attempt.objects.filter(finished_at__isnull=False):
        attempt.finished_at = attempt.started_at + timedelta(minutes=30)
        attempt.save()
    compare(answer, before, "when all took 30 minutes")
    Attempt.objects.update(finished_at=None, score=None)
    compare(answer, before, "when nobody has finished")


def test_work(answer, before, world):
    """Leaves the contest's attempts where they are."""
    world.people(50)
    [contest] = world.contests(1, attempts=(400, 400))
    got = at_most(
        lambda: answer.time_taken(contest.pk, 10),
        queries=3,
        rows=30,
        instances=20,
        why="for the average and the quickest 10 of 400 attempts",
    )
    agree(got, before.time_taken(contest.pk, 10), "time_taken() of 400 attempts", "")


def compare(answer, before, given):
    """Ask for every contest, and for one that does not exist."""
    for contest in [*Contest.objects.values_list("pk", flat=True), 1]:
        for limit in (10, 3, 100):
            got, right = answer.time_taken(contest, limit), before.time_taken(contest, limit)
            agree(got, right, f"time_taken(..., limit={limit})", given)


def agree(got, right, call, given):
    """Fail unless both say the same; the averages may differ by how a database rounds."""
    expect(isinstance(got, dict) and "average" in got, f"{call}: it returned no 'average'.")
    average, other = right["average"], got["average"]
    if isinstance(average, timedelta) and isinstance(other, timedelta):
        got = {**got, "average": average if abs(average - other) <= NEAR else other}
    same(got, right, call=call, given=given)
