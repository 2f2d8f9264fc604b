"""What checks sync.py."""

from datetime import timedelta, timezone
from math import ceil

from django.db import connection

from arena.contests.models import Attempt, Contest
from arena.worlds import OPENING, World, store
from kata.checks import at_most, at_most_queries, plural, same, writes_only

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]
# Contests on the site, how many rows of the list are sent, and new rows after them.
SIZES = (
    (200, None, 0),
    (1_300, None, 0),
    (1_300, 40, 0),  # nearly all vanish
    (3, None, 300),  # nearly all are new
)
PARIS = timezone(timedelta(hours=2))
HOUR = timedelta(hours=1)
MOMENT = timedelta(microseconds=1)
# What can differ in a row, however little.
CHANGES = (
    {"title": lambda title: f"{title} (again)"},
    {"opens_at": lambda at: at - HOUR},
    {"closes_at": lambda at: at + HOUR},
    {"cutoff": lambda cutoff: 0},
    {"title": str.swapcase},
    {"opens_at": lambda at: at + MOMENT},
    {"closes_at": lambda at: at - MOMENT},
    {"cutoff": lambda cutoff: cutoff + 1},
    {"title": lambda title: f"{title} "},
    {"title": lambda title: f"100 % '{title}' \\ \"{title}\" naïve 🐘"[:200]},
    {"cutoff": lambda cutoff: 2_147_483_647},
    {"title": lambda title: "", "closes_at": lambda at: at + 9 * HOUR},
)


def test_answer(answer, world):
    """The contests agree with the list, and nothing else changed.

    Tries: partner, last row, new, changed, vanished, returned.
    """
    for number in (0, 1, 3, 60):
        for what, rows_of in LISTS.items():
            world = World(number)
            world.clear()
            rows = rows_of(site(world, number))
            attempts = list(Attempt.objects.order_by("pk").values())
            right = {**expected(rows), "the attempts": attempts}
            same(
                outcome(answer, rows),
                right,
                call="sync()",
                given=f"for {what}, on a site of {plural(number, 'contest')}",
            )


def test_again(answer, world):
    """Writes only what differs, and the second time nothing.

    Tries: written, changed, returned.
    """
    rows = old_new_and_changed(site(world, 90))
    answer.sync(copied(rows))
    done = writes_only(
        lambda: answer.sync(copied(rows, zone=PARIS)),
        Contest,
        [],
        what="sync() with the same list again",
    )
    same(done, {"new": 0, "changed": 0, "vanished": 0}, call="sync() with the same list again")
    rows[3]["cutoff"] += 1
    one = Contest.objects.get(slug=rows[3]["slug"])
    writes_only(
        lambda: answer.sync(copied(rows)), Contest, [one.pk], what="sync() with one cut-off changed"
    )
    Contest.objects.filter(pk=one.pk).update(title="Changed by somebody else")
    done = writes_only(
        lambda: answer.sync(copied(rows)),
        Contest,
        [one.pk],
        what="sync() after a contest was changed on the site",
    )
    same(done, {"new": 0, "changed": 1, "vanished": 0}, call="sync() after that")
    stored = Contest.objects.filter(pk=one.pk).values_list("title", flat=True).get()
    same(stored, rows[3]["title"], call="The title afterwards")


def test_queries(answer, world):
    """Few queries for many rows.

    Tries: queries, last row, changed, new, vanished, returned.
    """
    for number, most, new in SIZES:
        world.clear()
        rows = [*old_new_and_changed(site(world, number))[:most], *new_rows(new)]
        few_queries(answer, [*({**row, "title": "Not this one"} for row in rows[-9:]), *rows])
    world.clear()
    rows = [row_of(contest) for contest in site(world, 450)]
    few_queries(answer, [{**row, "cutoff": row["cutoff"] + 1} for row in rows])


def few_queries(answer, rows):
    """Fail if a list takes too many statements, or is not synchronized."""
    old, right = slugs(), expected(rows)
    given = f"for a list of {len(rows):,} rows"
    done = at_most_queries(lambda: answer.sync(copied(rows)), allowed(len(rows)), why=given)
    same(done, right["what is returned"], call="sync()", given=given)
    same(contests(old), right["the contests"], call="sync()", given=given)


def test_rows(answer, world):
    """Fetches only the partner's contests.

    Tries: fetched.
    """
    rows = old_new_and_changed(site(world, 60))
    own = world.contests(1_200, attempts=(0, 1))
    [somebody] = Attempt.objects.values_list("user", flat=True)[:1]
    Contest.objects.filter(pk__in=[contest.pk for contest in own]).update(setter=somebody)
    number = Contest.objects.filter(setter=None).count()
    at_most(
        lambda: answer.sync(copied(rows)),
        rows=3 * number + 30,
        why=f"for {number} contests of the partner's, beside more than 1,000 others",
    )


# The site and lists


def site(world, number):
    """Make contests, two thirds the partner's; every tenth of all is not listed any more."""
    made = sorted(world.contests(number, attempts=(0, 2)), key=lambda contest: contest.pk)
    people = sorted({contest.setter_id for contest in made if contest.setter_id}) or [None]
    for place, contest in enumerate(made):
        contest.setter_id = people[place % len(people)] if place % 3 == 2 else None
        contest.is_listed = place % 10 != 7
        contest.cutoff = place % 101
    store(made, "setter", "is_listed", "cutoff")
    return list(Contest.objects.filter(setter=None).order_by("pk"))


def row_of(contest):
    """Return a contest as a row of the list."""
    return {"slug": contest.slug, **{field: getattr(contest, field) for field in FIELDS}}


def new_rows(number):
    """Return rows that no contest has; slugs differ in case from Arena's own and the partner's."""
    known = Contest.objects.order_by("pk").values_list("slug", flat=True)
    known = [*known.exclude(setter=None)[:1], *known.filter(setter=None)[:1]]
    slugs = [slug.upper() for slug in known] + [f"of-the-partner-{n}" for n in range(number)]
    return [
        {
            "slug": slug,
            "title": f"Of the partner's, {place}",
            "opens_at": OPENING[place % 900] + place * MOMENT,
            "closes_at": OPENING[-1],
            "cutoff": place,
        }
        for place, slug in enumerate(slugs[:number])
    ]


def old_new_and_changed(contests):
    """Return a list with every change that there may be; some contests are not in it."""
    rows = [row_of(contest) for place, contest in enumerate(contests) if place % 5 != 4]
    for place, row in enumerate(rows):
        if place % 2:
            for field, change in CHANGES[place // 2 % len(CHANGES)].items():
                row[field] = change(row[field])
    return shuffled([*rows, *new_rows(1 + len(rows) // 4)])


def with_repetitions(contests):
    """Return a list in which slugs come twice: the last row of each counts."""
    rows = old_new_and_changed(contests)
    other = {"title": "Not this one"}
    stale = [
        {**row, **other, "cutoff": row["cutoff"] // 2, "opens_at": row["opens_at"] + later}
        for row in rows
        for later in [HOUR if row["cutoff"] % 2 else -HOUR]
    ]
    return [*stale[::2], *rows]


def shuffled(rows):
    """Return rows in an order that is neither that of keys nor that of names."""
    return [*rows[1::3], *rows[::3], *rows[2::3]]


def copied(rows, zone=None):
    """Return copies of the rows, whose times may be written in another time zone."""
    return [
        {
            key: value.astimezone(zone) if zone and key in FIELDS[1:3] else value
            for key, value in row
        }
        for row in (dict(row).items() for row in rows)
    ]


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


def outcome(module, rows):
    """Return what is returned and stored."""
    old = slugs()
    done = module.sync(copied(rows))
    return {
        "what is returned": done,
        "the contests": contests(old),
        "the attempts": list(Attempt.objects.order_by("pk").values()),
    }


def contests(old):
    """Return all contests by slug; the key of one that is not among the old ones does not count."""
    rows = {row["slug"]: row for row in Contest.objects.order_by("pk").values()}
    return {slug: row if slug in old else {**row, "id": "a new key"} for slug, row in rows.items()}


def slugs():
    """Return the slugs of all contests."""
    return set(Contest.objects.values_list("slug", flat=True))


def expected(rows):
    """Return what the contests should be afterwards, and the numbers."""
    there, wanted = contests(slugs()), {row["slug"]: row for row in rows}
    done = {"new": 0, "changed": 0, "vanished": 0}
    for slug, row in wanted.items():
        old = there.get(slug)
        new = {**(old or {"id": "a new key", "setter_id": None}), **row, "is_listed": True}
        if new != old:
            done["changed" if old else "new"] += 1
        there[slug] = new
    for slug, old in there.items():
        if slug not in wanted and old["setter_id"] is None and old["is_listed"]:
            old["is_listed"] = False
            done["vanished"] += 1
    return {"what is returned": done, "the contests": there}


def allowed(number):
    """Return how many statements may be sent for so many rows, on this database and Django."""
    fields = [field for field in Contest._meta.concrete_fields if not field.primary_key]
    batch = min(100, connection.ops.bulk_batch_size(fields, [None] * number))
    return 3 * ceil(number / batch) + 4
