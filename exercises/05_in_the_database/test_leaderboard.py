"""What checks leaderboard.py."""

from bisect import bisect_right
from types import SimpleNamespace

from django.db.models import Count

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest
from arena.worlds import store
from kata.checks import CheckFailed, analyze, at_most, fail, frozen, growth, same

WHOLE = (1, 100)  # more than there are people
PAGES = ((1, 20), (2, 20), (1, 7), (2, 7), (3, 7), (9, 7), WHOLE, (3, 1))
# A line at a time: somebody who comes in above moves all others, whose own scores stay.
AT_ONCE = (WHOLE, (2, 1), (3, 1), (4, 1))
DEFAULT = (1, 20)
SHOWN = 12  # people that fit the screen
FEW_PAGES = ((2, 7),)
LARGEST = 2**31 - 1
FAR = 10**12  # a key so far above the others that no score makes up for it


def test_answer(answer, world):
    """Every page, with the right ranks.

    Tries: rows, best, order, rank, no score, nothing else.
    """
    world.people(40)
    world.contests(2, attempts=(30, 60))  # more people than a page has by default
    world.contests(2, attempts=(0, 1))
    world.contests(1, attempts=(8, 8))
    world.irregular_attempts()
    for given in ("", "after the data had changed"):
        compare(answer, given)
        world.shake()
    compare_at_once(answer)
    newcomer = User.objects.create(pk=FAR, username="newcomer")
    for contest in Contest.objects.all():
        weakest = contest.attempts.filter(score__isnull=False).order_by("score", "pk")[:5]
        Attempt.objects.filter(pk__in=[one.pk for one in weakest]).update(user=newcomer)
    compare(answer, "when one of the weakest has by far the highest key", (WHOLE,))
    Attempt.objects.filter(score__isnull=False).update(score=50, finished_at=None)
    compare(answer, "when all have the same score", FEW_PAGES)
    Attempt.objects.filter(score__isnull=False).update(score=0)
    compare(answer, "when all have 0 points", FEW_PAGES)


def test_queries(answer, world):
    """The same number of queries, however many people.

    Tries: queries.
    """
    contest = []

    def grow(people):
        contest[:] = [fill(world, people)]

    growth(
        answer,
        SimpleNamespace(leaderboard=lambda contest, *_: board_of(contest)),
        ask=lambda module: module.leaderboard(contest[0], 1, 500),
        world=world,
        grow=grow,
        unit="line",
        at_most=3,
    )


def test_rows(answer, world):
    """Fetches the people of the page, and not all.

    Tries: rows, queries, fetched.
    """
    for people, pages in ((150, (1, 3, 7)), (1_030, (52,))):
        world.clear()
        contest = fill(world, people)
        world.contests(1, attempts=(90, 90))
        for page in pages:
            rows = at_most(
                lambda contest=contest, page=page: answer.leaderboard(contest, page, 20),
                queries=3,
                rows=60,
                why=f"for page {page} with 20 people, of {people:,}",
            )
            right = board_of(contest)[20 * (page - 1) : 20 * page]
            same(rows, right, call=f"leaderboard({contest}, {page}, 20)")


def compare(answer, given, pages=PAGES):
    """Turn the pages of every contest, the smallest first, and of one that does not exist."""
    contests = Contest.objects.annotate(size=Count("attempts")).order_by("size", "pk")
    for contest in [1, *contests.values_list("pk", flat=True)]:
        board = board_of(contest)
        for asked in ((), *(pages if len(board) > 1 else FEW_PAGES)):
            ask(answer, board, contest, asked, given)


def compare_at_once(answer):
    """Ask right before and right after one score or one name changes."""
    contest = Contest.objects.annotate(size=Count("attempts")).order_by("-size", "pk")[0]
    with frozen(answer):  # what it remembers for a moment does not expire in between
        for attempt in contest.attempts.filter(score__isnull=False).order_by("pk")[:2]:
            for asked in AT_ONCE:
                answer.leaderboard(contest.pk, *asked)
            for score in (0, LARGEST, 41):  # asked after a change is also asked before the next
                Attempt.objects.filter(pk=attempt.pk).update(score=score)
                board = board_of(contest.pk)
                for asked in AT_ONCE:
                    ask(answer, board, contest.pk, asked, "right after a score had changed")
            User.objects.filter(pk=attempt.user_id).update(username=f"new {attempt.pk}")
            board = board_of(contest.pk)
            ask(answer, board, contest.pk, WHOLE, "right after a name had changed")
        ranked = list(contest.attempts.filter(score__isnull=False).order_by("score", "pk"))
        for pair in zip(ranked[:3], ranked[:-4:-1], strict=True):  # no count and no sum changes
            for asked in AT_ONCE:
                answer.leaderboard(contest.pk, *asked)
            pair[0].score, pair[1].score = pair[1].score, pair[0].score
            store(pair, "score")
            board = board_of(contest.pk)
            for asked in AT_ONCE:
                ask(answer, board, contest.pk, asked, "right after two scores had been swapped")


def ask(answer, board, contest, asked, given):
    """Ask for one page; when the answer is wrong and the contest small, show its scores."""
    page, size = asked or DEFAULT
    right, got = board[(page - 1) * size : page * size], answer.leaderboard(contest, *asked)
    call = f"leaderboard({', '.join(map(str, (contest, *asked)))})"
    try:
        same(got, right, call=call, given=given)
    except CheckFailed as error:
        details = [*error.failure.details, *scores(contest)]
        raise fail(error.failure.says, details=details) from None


def board_of(contest):
    """Return all lines of a contest's board, in plain Python."""
    best, names = {}, {}
    scored = Attempt.objects.filter(contest=contest, score__isnull=False)
    for user, name, score in scored.values_list("user", "user__username", "score"):
        best[user], names[user] = max(score, best.get(user, 0)), name
    ascending = sorted(best.values())
    return [
        {
            "rank": 1 + len(best) - bisect_right(ascending, best[user]),
            "name": names[user],
            "score": best[user],
        }
        for user in sorted(best, key=lambda user: (best[user], user), reverse=True)
    ]


def scores(contest):
    """Return a line for each person of a small contest, by key: the name and all their scores."""
    people = {}
    attempts = Attempt.objects.filter(contest=contest).order_by("-user")
    for user, name, score in attempts.values_list("user", "user__username", "score"):
        people.setdefault((user, name), []).append(score)
    lines = [f"    {user}  {name}  {found}" for (user, name), found in people.items()]
    return ["", "key, name and scores:", *lines] if 0 < len(lines) <= SHOWN else []


def fill(world, number):
    """Make a contest that so many people tried three times; return its key.

    It is the only one: shake() gives a contest the attempts of another.
    """
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
    analyze()
    return contest.pk
