"""What checks sync.py."""

from datetime import timedelta
from math import ceil

from django.db import connection

from arena.contests.models import Attempt, Contest
from arena.worlds import OPENING, World
from kata.checks import at_most, at_most_queries, same, writes_only
from kata.verdict import plural

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]
MANY = 300


def test_answer(answer, before, world):
    """The contests agree with the list, and nothing else changed."""
    for number in (0, 1, 3, 36):
        for what, rows_of in LISTS.items():
            same(
                outcome(answer, number, rows_of),
                outcome(before, number, rows_of),
                call="sync()",
                given=f"for {what}, on a site of {plural(number, 'contest')}",
            )


def test_again(answer, world):
    """Writes only what differs, and the second time nothing."""
    rows = old_new_and_changed(site(world, 90))
    answer.sync(rows)
    done = writes_only(
        lambda: answer.sync([dict(row) for row in rows]),
        Contest,
        [],
        what="sync() with the same list again",
    )
    same(done, {"new": 0, "changed": 0, "vanished": 0}, call="sync() with the same list again")
    rows[3]["cutoff"] += 1
    one = Contest.objects.get(slug=rows[3]["slug"])
    writes_only(
        lambda: answer.sync(rows), Contest, [one.pk], what="sync() with one cut-off changed"
    )


def test_queries(answer, world):
    """Few queries for many rows."""
    rows = old_new_and_changed(site(world, MANY))
    at_most_queries(
        lambda: answer.sync(rows), allowed(len(rows)), why=f"for a list of {len(rows)} rows"
    )


def test_rows(answer, world):
    """Fetches only the partner's contests."""
    rows = old_new_and_changed(site(world, 60))
    world.contests(400, attempts=(0, 1))
    Contest.objects.filter(setter=None).exclude(slug__in=[row["slug"] for row in rows]).update(
        setter=Attempt.objects.values("user")[:1]
    )
    number = Contest.objects.filter(setter=None).count()
    at_most(
        lambda: answer.sync(rows),
        rows=3 * number + 30,
        why=f"for {number} contests of the partner's, beside more than 400 others",
    )


# The site and lists


def site(world, number):
    """Make contests, two thirds the partner's; every tenth of all is not listed any more."""
    contests = sorted(world.contests(number, attempts=(0, 2)), key=lambda contest: contest.pk)
    owner = next((contest.setter_id for contest in contests if contest.setter_id), None)
    keys = [contest.pk for contest in contests]
    Contest.objects.update(setter=None)
    Contest.objects.filter(pk__in=keys[2::3]).update(setter=owner)
    Contest.objects.filter(pk__in=keys[7::10]).update(is_listed=False)
    return list(Contest.objects.filter(setter=None).order_by("pk"))


def row_of(contest):
    """Return a contest as a row of the list."""
    return {"slug": contest.slug, **{field: getattr(contest, field) for field in FIELDS}}


def new_rows(number):
    """Return rows that no contest has."""
    return [
        {
            "slug": f"of-the-partner-{place}",
            "title": "Of the partner's",
            "opens_at": OPENING[place],
            "closes_at": OPENING[-1],
            "cutoff": 50,
        }
        for place in range(number)
    ]


def old_new_and_changed(contests):
    """Return a list with every change that there may be; some contests are not in it."""
    rows = [row_of(contest) for place, contest in enumerate(contests) if place % 5 != 4]
    hour = timedelta(hours=1)
    for place, row in enumerate(rows):
        if place % 9 == 1:
            row["title"] += " (again)"
        if place % 9 == 3:
            row["opens_at"] -= hour
        if place % 9 == 5:
            row["closes_at"] += hour
        if place % 9 == 7:
            row["cutoff"] = 0
    return [*rows, *new_rows(1 + len(rows) // 4)]


def with_repetitions(contests):
    """Return a list in which slugs come twice: the last row of each holds."""
    rows = old_new_and_changed(contests)
    stale = [{**row, "title": "Not this one", "cutoff": row["cutoff"] + 5} for row in rows]
    return [*stale[::2], *rows]


LISTS = {
    "a list of old, new and changed contests": old_new_and_changed,
    "a list in which nothing changed": lambda contests: [
        row_of(contest) for contest in contests if contest.is_listed
    ],
    "a list that is the partner's whole past": lambda contests: list(map(row_of, contests)),
    "a list in which slugs come twice": with_repetitions,
    "a list of new contests only": lambda contests: new_rows(7),
    "an empty list": lambda contests: [],
}


def outcome(module, number, rows_of):
    """Return what is returned and stored, on a site that is the same for every module."""
    world = World(number)
    world.clear()
    rows = rows_of(site(world, number))
    old = set(Contest.objects.values_list("pk", flat=True))
    done = module.sync(rows)
    contests = list(Contest.objects.order_by("slug").values())
    for contest in contests:
        if contest["id"] not in old:
            contest["id"] = "a new key"
    return {
        "what is returned": done,
        "the contests": contests,
        "the attempts": list(Attempt.objects.order_by("pk").values()),
    }


def allowed(number):
    """Return how many statements may be sent for so many rows, on this database and Django."""
    fields = [field for field in Contest._meta.concrete_fields if not field.primary_key]
    batch = min(100, connection.ops.bulk_batch_size(fields, [None] * number))
    return 3 * ceil(number / batch) + 4
