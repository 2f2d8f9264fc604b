"""What checks dashboard.py."""

from functools import partial

from arena.accounts.models import Profile
from arena.contests.models import Attempt, Contest
from arena.worlds import OPENING
from kata.checks import at_most, at_most_queries, plain, same

MANY = 400


def test_answer(answer, before, world):
    """The same page for every contest.

    Tries: page.
    """
    for number in (1, 2, 6):
        world.clear()
        world.people(3 * number)
        world.contests(number, attempts=(0, 30))
        compare(answer, before)
        world.irregular_attempts()
        compare(answer, before, "with attempts without a score")
    world.shake()
    compare(answer, before, "after the data had changed")
    for contest in Contest.objects.all():
        older = [one.pk for one in contest.attempts.order_by("-started_at", "-pk")[10:]]
        Attempt.objects.filter(pk__in=older).update(score=None, finished_at=None)
    compare(answer, before, "after all but the newest ten attempts had changed")
    Attempt.objects.update(started_at=OPENING[0])
    compare(answer, before, "when all attempts began at the same moment")
    Attempt.objects.exclude(score=None).update(score=0)
    Contest.objects.update(cutoff=0)
    compare(answer, before, "when every score is 0")
    Attempt.objects.update(score=None, finished_at=None)
    compare(answer, before, "when nobody has finished")


def test_queries(answer, before, world):
    """Two queries, those of the template included.

    Tries: queries, page.
    """
    for number in (60, 1, 0):
        contest = contest_with(world, number)
        page = at_most_queries(
            partial(answer.dashboard, contest), 2, f"for a contest with {number} attempts"
        )
        same(squeezed(page), squeezed(before.dashboard(contest)), call="dashboard()")


def test_rows(answer, before, world):
    """The database counts, and sends ten attempts.

    Tries: fetched, page.
    """
    contest = contest_with(world, MANY)
    page = at_most(
        partial(answer.dashboard, contest),
        rows=40,
        kib=20,
        why=f"for a contest with {MANY} attempts",
    )
    same(squeezed(page), squeezed(before.dashboard(contest)), call="dashboard()")


def contest_with(world, number):
    """Return a contest with so many attempts, on a site with another one and long biographies."""
    world.clear()
    world.people(40)
    Profile.objects.update(bio="x" * 5_000)
    world.contests(1, attempts=(25, 25))
    [contest] = world.contests(1, attempts=(number, number))
    return contest


def compare(answer, before, given=""):
    """Fail unless the answer's page of each contest is right."""
    for contest in Contest.objects.order_by("pk"):
        page, call = answer.dashboard(contest), f"dashboard({contest.title[:20]!r})"
        same(squeezed(page), squeezed(before.dashboard(contest)), call=call, given=given)


def squeezed(page):
    """Return HTML without white space."""
    page = plain(page)
    return "".join(page.split()) if isinstance(page, str) else page
