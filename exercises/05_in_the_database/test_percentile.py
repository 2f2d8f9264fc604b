"""What checks percentile.py."""

from bisect import bisect_left
from decimal import Decimal
from itertools import cycle, islice

from django.db.models import Count, F, Max, Min

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest
from arena.worlds import store
from kata.checks import (
    CheckFailed,
    Meter,
    analyze,
    at_most,
    expect,
    fail,
    faster,
    frozen,
    plain,
    same,
)

NEAR = 0.001
QUERIES = 3
NUMBERS = (int, float, Decimal)  # and no bool, which is an int to isinstance()
LARGEST = 2**31 - 1
MANY = 10_100  # people for whom an estimate would be tempting


def test_answer(answer, world):
    """The right numbers for everybody, and with every cut-off.

    Tries: best, percentile, cut-off, no score, nothing else, queries.
    """
    world.people(9)
    world.contests(3, attempts=(10, 25))
    world.contests(3, attempts=(0, 3))
    world.irregular_attempts()
    repeat_attempts()
    for given in ("", "after the data had changed"):
        compare(answer, given)
        world.shake()
    Contest.objects.update(cutoff=F("cutoff") + 20)
    compare(answer, "after the jury had raised the cut-off")
    compare_at_once(answer)
    compare_swapped(answer)
    Attempt.objects.filter(score__isnull=False).update(score=LARGEST - F("id") % 50)
    Contest.objects.update(cutoff=LARGEST - 20)
    compare(answer, "when all scores are large and close to each other")
    Contest.objects.update(cutoff=0)
    Attempt.objects.filter(score__isnull=False).update(score=0, finished_at=None)
    compare(answer, "when 0 points are enough and nobody has more")
    Attempt.objects.update(score=None, finished_at=None)
    compare(answer, "when nobody has finished")


def test_work(answer, world):
    """Leaves the contest's attempts where they are.

    Tries: queries, fetched, percentile.
    """
    contest, person = crowd(world)
    got = at_most(
        lambda: answer.percentile(contest, person),
        queries=QUERIES,
        rows=20,
        instances=2,
        why="for one person among a thousand",
    )
    agree(got, percentiles(contest)[person], "percentile() of one among a thousand")
    shrink(answer, contest)


def test_speed(answer, before, world):
    """Faster than the starter: with many people, and with few that try again and again.

    Tries: speed, nothing else.
    """
    few = regulars(world)  # first, while there is nobody else
    many = crowd(world)

    # One after the other: together, an answer that is quick for the one could hide the other.
    for asked in (many, few):
        faster(
            lambda asked=asked: answer.percentile(*asked),
            lambda asked=asked: before.percentile(*asked),
            times=2.5,
            change=rival(*asked),
            compare=lambda got, right: agree(
                got, right, "percentile()", "right after a score changed"
            ),
        )


def test_many(answer, world):
    """The right numbers among ten thousand people, for a person who tried often.

    After the speed: an answer that counts once for each person would need minutes here.

    Tries: percentile, fetched.
    """
    contest, person = multitude(world)
    got = at_most(
        lambda: answer.percentile(contest, person),
        queries=QUERIES,
        rows=20,
        instances=2,
        why=f"for one person among {MANY:,}, who tried 30 times",
    )
    agree(got, percentiles(contest)[person], f"percentile() of one among {MANY:,}")


def compare(answer, given):
    """Ask for everybody who took part in a contest and for one who did not.

    The smallest contest comes first, after one without rows.
    """
    everybody = list(User.objects.order_by("pk").values_list("pk", flat=True))
    contests = Contest.objects.annotate(size=Count("attempts")).order_by("size", "pk")
    for contest in [1, *contests.values_list("pk", flat=True)]:
        present = set(Attempt.objects.filter(contest=contest).values_list("user", flat=True))
        absent = [person for person in everybody if person not in present][:1]
        ask(answer, contest, [*absent, *sorted(present)], given)


def repeat_attempts():
    """Add attempts that differ from another one in nothing but their id."""
    again = list(Attempt.objects.order_by("pk")[::3])
    for attempt in again:
        attempt.pk = None
    Attempt.objects.bulk_create(again)


def compare_at_once(answer):
    """Ask right before and right after one score, or the cut-off, changes."""
    with frozen(answer):  # what it remembers for a moment does not expire in between
        for attempt in Attempt.objects.filter(score__isnull=False).order_by("pk")[:3]:
            contest, person = attempt.contest_id, attempt.user_id
            for score in (0, LARGEST, 41):
                if not score:  # later on it was asked after the last change
                    answer.percentile(contest, person)
                Attempt.objects.filter(pk=attempt.pk).update(score=score)
                ask(answer, contest, [person], "right after a score had changed")
                Contest.objects.filter(pk=contest).update(cutoff=score + 1 - score % 2)
                ask(answer, contest, [person], "right after the cut-off had changed")


def compare_swapped(answer):
    """Ask before and after two people swap scores, or attempts: no count or sum tells of that."""
    fullest = Contest.objects.annotate(size=Count("attempts")).order_by("-size", "pk")[0]
    attempts = list(fullest.attempts.select_related("user").order_by("started_at", "pk"))
    people = {attempt.user_id for attempt in attempts}
    with frozen(answer):
        for person in people:  # after each swap they are asked for, which is before the next one
            answer.percentile(fullest.pk, person)
        for one, other in islice(zip(attempts, attempts[5:], strict=False), 4):
            compare_swap(answer, (one, other), "score", people)
            compare_swap(answer, (one, other), "user", people)


def compare_swap(answer, attempts, field, people):
    """Swap a field of two attempts, and ask for everybody who took part."""
    one, other = attempts
    first, second = getattr(one, field), getattr(other, field)
    setattr(one, field, second)
    setattr(other, field, first)
    store(attempts, field)
    given = f"right after two attempts had swapped their {field}s"
    ask(answer, one.contest_id, people, given)


def ask(answer, contest, people, given):
    """Ask for people; when the answer is wrong, show what it is made of."""
    right = percentiles(contest)
    for person in people:
        call = f"percentile({contest}, {person})"
        with Meter() as meter:
            got = plain(answer.percentile(contest, person))
        try:
            agree(got, right.get(person), call, given)
        except CheckFailed as error:
            details = [*error.failure.details, "", *scores(contest, person)]
            raise fail(error.failure.says, details=details) from None
        if meter.count > QUERIES:
            raise fail(
                f"{call}{f' {given}' if given else ''}: {meter.count} queries.",
                f"at most {QUERIES}, for every person.",
                meter.lines(),
                scores(contest, person),
            )


def percentiles(contest):
    """Return what percentile() has to return for each person who has a score, in plain Python."""
    best, cutoff = {}, Contest.objects.filter(pk=contest).values_list("cutoff", flat=True).first()
    scored = Attempt.objects.filter(contest=contest, score__isnull=False)
    for person, score in scored.values_list("user", "score"):
        best[person] = max(score, best.get(person, 0))
    ascending = sorted(best.values())
    return {
        person: {
            "percentile": 100 * bisect_left(ascending, own) / max(len(best) - 1, 1),
            "qualified": own >= cutoff,
            "qualifiers": len(best) - bisect_left(ascending, cutoff),
        }
        for person, own in best.items()
    }


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


def regulars(world):
    """Make a contest with 2,000 attempts by five people; return it and one of them."""
    world.people(5)
    return large(world)


def crowd(world):
    """Make a contest with 2,000 attempts by many; return it and one neither first nor last."""
    world.people(1500)
    world.contests(1, attempts=(90, 90))
    return large(world)


def large(world):
    """Make a contest with 2,000 attempts; return it and the person of the one in the middle."""
    [contest] = world.contests(1, attempts=(2000, 2000))
    # Many different scores: the few that a world has would fit a short text.
    contest.attempts.update(score=F("score") * 1000 + F("id") % 997)
    Contest.objects.filter(pk=contest.pk).update(cutoff=F("cutoff") * 1000)
    analyze()
    scored = contest.attempts.filter(score__isnull=False).order_by("-score", "pk")
    person = scored.values_list("user", flat=True)[scored.count() // 2]
    return contest.pk, person


def multitude(world):
    """Make a contest that many people tried; return it and the one who tried 30 times."""
    [contest] = world.contests(1, attempts=(0, 0))
    Contest.objects.filter(pk=contest.pk).update(cutoff=15_000)
    person, *others = User.objects.bulk_create(User(username=f"person {n}") for n in range(MANY))
    Attempt.objects.bulk_create(
        Attempt(contest=contest, user=user, started_at=contest.opens_at, score=n * n % 30_011)
        for n, user in enumerate([*[person] * 29, *others, person], 90)
    )
    return contest.pk, person.pk


def shrink(answer, contest):
    """Remove eight people, one after the other, and ask for one of the best each time.

    The error of a number that is rounded too early depends on how many people there are, and is
    largest for those who are better than nearly everybody.
    """
    bests = Attempt.objects.filter(contest=contest, score__isnull=False).values("user")
    people = bests.annotate(best=Max("score")).order_by("-best", "user")
    for number in range(1, 9):
        *_, last = people
        Attempt.objects.filter(contest=contest, user=last["user"]).delete()
        person = people[number]["user"]
        agree(
            answer.percentile(contest, person),
            percentiles(contest)[person],
            f"percentile() with {people.count() - 1:,} other people",
        )


def rival(contest, person):
    """Return a function that moves one of the others above the person, and below the next time."""
    attempts = Attempt.objects.filter(contest=contest)
    best = attempts.filter(user=person).aggregate(best=Max("score"))["best"]
    others = attempts.exclude(user=person).values("user")
    once = others.annotate(key=Min("pk"), tries=Count("pk"), score=Max("score"))
    key = once.filter(score__isnull=False).order_by("tries", "user")[0]["key"]
    turns = cycle([best + 1, 0])
    return lambda: Attempt.objects.filter(pk=key).update(score=next(turns))
