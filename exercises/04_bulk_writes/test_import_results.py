"""What checks import_results.py."""

from contextlib import contextmanager
from datetime import datetime
from math import ceil
from random import Random

from django.db import connection

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest
from arena.worlds import World, store
from kata.checks import (
    at_most,
    at_most_queries,
    expect,
    fail,
    fails_at,
    faster,
    plain,
    plural,
    same,
)

SIZES = (120, 600)
POINTS = 13  # statements that fail, one after the other: more than are allowed for 150 rows
LONG = 5_000  # rows of a night, as the task says
AGAIN = ", again after people and contests have changed their names"
LAST_KEY = 9_000_000_000_000
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}  # NFKC makes the same text of both
BAD = {
    "an unknown contest": {"contest": "no-such-contest"},
    "an unknown user": {"user": "nobody"},
    "a score of -1": {"score": -1},
    "a score that is no number": {"score": "many"},
    "a score that no column holds": {"score": 10**30},
    "no date": {"started_at": None},
    "an invalid date": {"finished_at": "2025-02-30T10:00:00+00:00"},
    "a date that is no date": {"started_at": "yesterday"},
}


def test_answer(answer, world):
    """Every row becomes an attempt, and its key is returned.

    Tries: attempts, keys.
    """
    for number in (0, 1, 2, 60):
        world = World(number)
        world.clear()
        rows = feed(*site(world, 20, 4), number)
        old = Attempt.objects.count()
        right = {call: known(rows, old + n * number) for n, call in enumerate(("", AGAIN), 1)}
        got = outcome(answer, rows)
        for call, outcomes in right.items():
            same(
                got[call],
                outcomes,
                call="import_results()",
                given=f"for {plural(number, 'row')}{call}",
            )
    rows = feed(*names(), 30)
    with keys_of_others():
        got = stored(imported(answer, rows))["found"]
    given = "for 30 rows, while other clients take keys"
    same(got, list(map(expected, rows)), call="import_results()", given=given)


def test_bad_row(answer, world):
    """Names the first bad row, and writes nothing.

    Tries: bad row, all or none.
    """
    rows = feed(*site(world, 20, 4), 30)
    for what, fault in BAD.items():
        for number in (1, 17, 30):
            refuses(answer, damaged(rows, {number: fault}), number, f"{what} in row {number} of 30")
    kinds = list(BAD.values())
    for first, second in zip(kinds, kinds[1:] + kinds[:1], strict=True):
        refuses(answer, damaged(rows, {9: first, 21: second}), 9, "two bad rows, 9 and 21")
    long = feed(*names(), 250)
    for first, second in ((BAD["a score of -1"], kinds[0]), (kinds[1], BAD["no date"])):
        refuses(answer, damaged(long, {130: first, 220: second}), 130, "two bad rows, 130 and 220")
    for name in ("user", "contest"):
        given = rows[4][name]
        known = {row[name] for row in [*rows, *long]}
        cases = (given.upper(), given.title(), given.swapcase())
        other = {name: next(text for text in cases if text not in known)}
        refuses(answer, damaged(rows, {5: other}), 5, f"a {name} in the wrong case in row 5")
        spaced = {name: f"{given} "}
        refuses(answer, damaged(rows, {5: spaced}), 5, f"a space after the {name} in row 5")
        wide = {name: given.translate(WIDE)}
        refuses(answer, damaged(rows, {5: wide}), 5, f"full-width letters in the {name} of row 5")


def test_queries(answer, world):
    """Few queries for many rows.

    Tries: queries, attempts, keys.
    """
    slugs, people = site(world, 400, 400)
    for number in SIZES:
        rows, old = feed(slugs, people, number), Attempt.objects.count()
        given = f"for {number:,} rows"
        keys = at_most_queries(
            lambda rows=rows: imported(answer, rows), allowed(number), why=f"{given} of the feed"
        )
        got, right = stored(keys)["found"], list(map(expected, rows))
        same(got, right, call="import_results()", given=given)
        more = Attempt.objects.count() - old
        same(more, number, call="The number of new attempts", given=given)


def test_speed(answer, before, world):
    """Faster than the starter.

    Tries: speed.
    """
    rows = feed(*site(world, 20, 4), 100)
    faster(lambda: answer.import_results(rows), lambda: before.import_results(rows), times=2)


def test_whole(answer, world):
    """All rows or none, also of a long feed.

    Tries: all or none.
    """
    rows = feed(*site(world, 20, 4), 150)
    refuses(answer, damaged(rows, {150: {"score": -1}}), 150, "a bad row at the end of 150")
    for point in range(POINTS):
        was_sent, more = broken_at(point, answer, rows)
        if not was_sent:
            break
        expect(
            more in (0, 150),
            f"The database refuses statement {point + 1} of import_results() for 150 rows, and "
            f"{plural(more, 'attempt')} written.",
            "all rows or none.",
        )
    else:
        return  # it sends more statements than are allowed: a long feed would take long
    rows = feed(*names(), LONG)
    given = f"a bad row at the end of {LONG:,}"
    refuses(answer, damaged(rows, {LONG: {"score": -1}}), LONG, given)


def test_rows(answer, world):
    """Fetches only whom the feed names.

    Tries: fetched.
    """
    rows = feed(*site(world, 70, 30), 100)
    for name, field, more in (
        ("user", "username", world.people(500)),
        ("contest", "slug", world.contests(400, attempts=(0, 0))),
    ):
        given = {row[name] for row in rows}
        similar = {text[:n].swapcase() + text[n:] for text in given for n in range(1, len(text))}
        for one, text in zip(more, sorted(similar - {*names()[0], *names()[1]}), strict=False):
            setattr(one, field, text)
        store(more, field)
    at_most(
        lambda: imported(answer, rows),
        rows=310,
        why="for 100 rows of the feed, on a site of 500 more people and 400 more contests, whose "
        "names are similar",
    )


# The site and the feed


def site(world, people, contests):
    """Make people and contests, and one attempt whose key is above those that come next.

    Two people and two contests have names that differ only in upper and lower case.
    """
    made = world.people(people)
    User.objects.filter(pk=made[0].pk).update(username=made[1].username.swapcase())
    [contest, *_, other] = world.contests(contests, attempts=(0, 0))
    Contest.objects.filter(pk=contest.pk).update(slug=other.slug.swapcase())
    Attempt.objects.create(pk=LAST_KEY, contest=contest, user=made[0], started_at=contest.opens_at)
    return names()


def names():
    """Return all slugs and all user names."""
    slugs = Contest.objects.order_by("pk").values_list("slug", flat=True)
    return list(slugs), list(User.objects.order_by("pk").values_list("username", flat=True))


@contextmanager
def keys_of_others():
    """Let two keys be missing after each, as when other clients insert at the same time."""
    if connection.vendor != "postgresql":
        yield
        return
    step = f"ALTER TABLE {Attempt._meta.db_table} ALTER COLUMN id SET INCREMENT BY"
    with connection.cursor() as cursor:
        cursor.execute(f"{step} 3")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"{step} 1")


def feed(slugs, people, number):
    """Return rows of a feed, some of them equal; times are text, as in JSON."""
    random = Random(number)
    rows = []
    for minute in range(number):
        unfinished = random.random() < 0.25
        day = f"2025-03-{1 + minute % 28:02}T{minute % 24:02}:{minute % 60:02}"
        rows.append(
            {
                "contest": random.choice(slugs),
                "user": random.choice(people),
                "started_at": f"{day}:00{random.choice(('+00:00', '+02:00', '-05:30'))}",
                "finished_at": None if unfinished else f"{day}:59.{minute % 999_983:06}+00:00",
                "score": random.choice((None, 0, 2_147_483_647, random.randrange(10_000))),
            }
        )
    return [*rows[: number - number // 5], *rows[: number // 5]]


def damaged(rows, faults):
    """Return the feed with some rows replaced by bad ones."""
    return [{**row, **faults.get(number, {})} for number, row in enumerate(rows, 1)]


def expected(row):
    """Return the attempt that a row has to become."""
    times = {
        name: row[name] and datetime.fromisoformat(row[name])
        for name in ("started_at", "finished_at")
    }
    return {**row, **times, "medal": ""}


def known(rows, there):
    """Return what ``stored`` has to say after an import, when there are so many attempts."""
    return {
        "found": list(map(expected, rows)),
        "number of different keys": len(rows),
        "number of attempts on the site": there,
    }


# What the answer does


def outcome(module, rows):
    """Return what was imported.

    Then people and contests change their names, and the same feed means others.
    """
    first = stored(imported(module, rows))
    rename(User, "username")
    rename(Contest, "slug")
    second = stored(imported(module, rows))
    return {"": first, AGAIN: second}


def rename(model, field):
    """Give each row of a table the name of the next one."""
    rows = list(model.objects.order_by("pk"))
    names = [getattr(row, field) for row in rows]
    # First to names that nobody has: each is unique.
    for new in ([f"old-{name}"[:80] for name in names], [*names[1:], *names[:1]]):
        for row, name in zip(rows, new, strict=True):
            setattr(row, field, name)
        store(rows, field)


def imported(module, rows):
    """Import rows that are good, and return the keys."""
    try:
        keys = plain(module.import_results([dict(row) for row in rows]))
    except getattr(module, "BadRow", ()) as error:
        number = getattr(error, "number", None)
        known = type(number) is int and 0 < number <= len(rows)
        raise fail(
            f"import_results() raises BadRow({number!r}) for a feed without a bad row.",
            details=[f"row {number}: {rows[number - 1]}"] if known else [],
        ) from None
    expect(
        isinstance(keys, list), f"import_results() returned {str(keys)[:60]}, not a list of keys."
    )
    return keys


def stored(keys):
    """Return the attempts that have these keys, in their order."""
    rows = Attempt.objects.values(
        "pk", "contest__slug", "user__username", "started_at", "finished_at", "score", "medal"
    )
    by_key = {
        row.pop("pk"): {
            "contest": row.pop("contest__slug"),
            "user": row.pop("user__username"),
            **row,
        }
        for row in rows
    }
    return {
        "found": [by_key.get(key, f"there is no attempt {key}") for key in keys],
        "number of different keys": len(set(keys)),
        "number of attempts on the site": len(by_key),
    }


def refuses(module, rows, number, given):
    """Fail unless the feed is refused because of this row, and nothing is written."""
    written = set(Attempt.objects.values_list("pk", flat=True))
    kind = getattr(module, "BadRow", None)
    expect(kind, "Your file has no BadRow any more. import_results() has to raise it.")
    details = [f"row {number}: {rows[number - 1]}"]
    try:
        plain(module.import_results([dict(row) for row in rows]))
    except kind as error:
        named = getattr(error, "number", None)
        expect(
            named == number,
            f"With {given}, BadRow names row {named}, not row {number}.",
            details=details,
        )
    except Exception as error:
        says = f"{type(error).__name__}: {error}".splitlines()[0]
        raise fail(
            f"With {given}, {says[:200]}", f"BadRow({number}), and no other exception.", (), details
        ) from error
    else:
        raise fail(f"With {given}, BadRow is not raised.", details=details)
    more = set(Attempt.objects.values_list("pk", flat=True)) ^ written
    expect(not more, f"With {given}, BadRow is raised, and {plural(len(more), 'attempt')} written.")


def broken_at(point, module, rows):
    """Let one statement fail; return whether it was sent, and how many attempts are new."""
    before = Attempt.objects.count()

    def call():
        try:
            module.import_results([dict(row) for row in rows])
        except getattr(module, "BadRow", ()):
            pass  # an answer may say so of what the database refuses

    was_sent = fails_at(point, call)
    return was_sent, Attempt.objects.count() - before


def allowed(number):
    """Return how many statements may be sent for so many rows, on this database and Django."""
    fields = [field for field in Attempt._meta.concrete_fields if not field.primary_key]
    batch = min(100, connection.ops.bulk_batch_size(fields, [None] * number))
    return 3 * ceil(number / batch) + 4
