"""What checks import_results.py."""

from math import ceil
from random import Random

from django.db import connection

from arena.accounts.models import User
from arena.contests.models import Attempt
from arena.worlds import World
from kata.checks import at_most, at_most_queries, expect, faster, same
from kata.checks.same import plain
from kata.verdict import plural

MANY = 600  # enough for a curve; the starter would need half a minute for 5,000
BAD = {
    "an unknown contest": {"contest": "no-such-contest"},
    "an unknown user": {"user": "nobody"},
    "a score of -1": {"score": -1},
    "a score that is no number": {"score": "many"},
    "a score that no column holds": {"score": 10**30},
    "no date": {"started_at": None},
    "a date that is none": {"finished_at": "2025-02-30T10:00:00+00:00"},
}


def test_answer(answer, before, world):
    """Every row becomes an attempt, and its key is returned."""
    for number in (0, 1, 2, 60):
        got, right = outcome(answer, number), outcome(before, number)
        same(got, right, call="import_results()", given=f"for {plural(number, 'row')}")


def test_bad_row(answer, world):
    """Names the first bad row, and writes nothing."""
    rows = feed(site(world), 30)
    for what, fault in BAD.items():
        for number in (1, 17, 30):
            refuses(answer, damaged(rows, {number: fault}), number, f"{what} in row {number} of 30")
    kinds = list(BAD.values())
    for first, second in zip(kinds, kinds[1:] + kinds[:1], strict=True):
        refuses(answer, damaged(rows, {9: first, 21: second}), 9, "two bad rows, 9 and 21")
    upper = {"user": rows[4]["user"].swapcase()}
    refuses(answer, damaged(rows, {5: upper}), 5, "a user in the wrong case in row 5")


def test_queries(answer, world):
    """Few queries for many rows."""
    rows = feed(site(world), MANY)
    at_most_queries(
        lambda: answer.import_results(rows), allowed(MANY), why=f"for {MANY} rows of the feed"
    )
    expect(Attempt.objects.count() == MANY + 1, "Not every row became an attempt.")


def test_whole(answer, world):
    """All rows or none, also of a long feed."""
    rows = feed(site(world), 1_100)
    refuses(answer, damaged(rows, {1_100: {"score": -1}}), 1_100, "a bad row at the end of 1,100")


def test_rows(answer, world):
    """Fetches only whom the feed names."""
    rows = feed(site(world), 100)
    world.people(500)
    at_most(
        lambda: answer.import_results(rows),
        rows=310,
        why="for 100 rows of the feed, on a site of 500 more people",
    )


def test_speed(answer, before, world):
    """Faster than the starter."""
    rows = feed(site(world), 60)
    faster(lambda: answer.import_results(rows), lambda: before.import_results(rows), times=2)


def site(world):
    """Make people and contests, and one attempt whose key is above those that come next."""
    world.people(20)
    [contest, *_] = contests = world.contests(4, attempts=(0, 0))
    user = User.objects.earliest("pk")
    Attempt.objects.create(
        pk=2_000_000_000, contest=contest, user=user, started_at=contest.opens_at
    )
    return contests


def feed(contests, number):
    """Return rows of a feed, some of them equal; dates are text, as in JSON."""
    random = Random(number)
    people = list(User.objects.order_by("pk").values_list("username", flat=True))
    rows = []
    for minute in range(number):
        unfinished = random.random() < 0.25
        rows.append(
            {
                "contest": random.choice(contests).slug,
                "user": random.choice(people),
                "started_at": f"2025-03-{1 + minute % 28:02}T10:{minute % 60:02}:00+00:00",
                "finished_at": None if unfinished else "2025-04-01T12:30:00+02:00",
                "score": None if unfinished else random.randrange(101),
            }
        )
    return [*rows[: number - number // 5], *rows[: number // 5]]


def damaged(rows, faults):
    """Return the feed with some rows replaced by bad ones."""
    return [{**row, **faults.get(number, {})} for number, row in enumerate(rows, 1)]


def outcome(module, number):
    """Return what was imported, on a site that is the same for every module."""
    world = World(number)
    world.clear()
    rows = feed(site(world), number)
    keys = plain(module.import_results(rows))
    expect(isinstance(keys, list), f"import_results() returned {keys!r}, and not a list of keys.")
    stored = Attempt.objects.values(
        "pk", "contest__slug", "user__username", "started_at", "finished_at", "score", "medal"
    )
    by_key = {row.pop("pk"): row for row in stored}
    found = [by_key.get(key, f"there is no attempt {key}") for key in keys]
    return {
        "the attempts whose keys are returned": found,
        "the number of different keys": len(set(keys)),
        "the number of attempts on the site": len(by_key),
    }


def refuses(module, rows, number, given):
    """Fail unless the feed is refused because of this row, and nothing is written."""
    written = set(Attempt.objects.values_list("pk", flat=True))
    kind = getattr(module, "BadRow", None)
    expect(kind, "Your file has no BadRow any more. import_results() is to raise it.")
    try:
        module.import_results([dict(row) for row in rows])
    except kind as error:
        named = getattr(error, "number", None)
        expect(named == number, f"With {given}, BadRow names row {named}, not row {number}.")
    except Exception as error:
        says = f"{type(error).__name__}: {error}".splitlines()[0]
        expect(False, f"With {given}, {says}", f"BadRow({number}), and no other exception.")
    else:
        expect(False, f"With {given}, BadRow is not raised.")
    more = set(Attempt.objects.values_list("pk", flat=True)) ^ written
    expect(not more, f"With {given}, BadRow is raised, and {plural(len(more), 'attempt')} written.")


def allowed(number):
    """Return how many statements may be sent for so many rows, on this database and Django."""
    fields = [field for field in Attempt._meta.concrete_fields if not field.primary_key]
    batch = min(100, connection.ops.bulk_batch_size(fields, [None] * number))
    return 3 * ceil(number / batch) + 4
