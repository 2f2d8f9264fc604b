"""What checks on_commit.py."""

from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from itertools import count

from django.core.cache import cache
from django.db import transaction

from arena.accounts.models import User
from arena.contests.models import Contest
from kata.checks import (
    again,
    at_most_queries,
    clients,
    expect,
    expires,
    interleave,
    lifetimes,
    pass_time,
    same,
    visits,
)

HOUR = 3600
WHEN = {
    "opens_at": datetime(2026, 1, 1, tzinfo=UTC),
    "closes_at": datetime(2026, 1, 2, tzinfo=UTC),
    "cutoff": 50,
}
NOBODY = 4
SEVERAL = 510  # contests, which an answer may rename in portions
WAITS = ("waits", "waits for a lock", "asks again and again")


def test_answer(cache_server, answer, before, world):
    """The same titles, before and after they are changed.

    Tries: commit, unknown.
    """
    for module in (answer, before):
        one, other = again(module), again(module)
        ids = [*contests(world, 5), NOBODY]
        expected = stored(ids)
        for when in ("at first", "again"):
            same([one.title(i) for i in ids], expected, call="title()", given=when)
        for server in (one, other, one):
            new = dict(zip(ids[:5:2], (f"New {n} 'Ł' %s" for n in numbers), strict=False))
            server.rename(new)
            server.rename({})
            expected = [new.get(i, title) for i, title in zip(ids, expected, strict=True)]
            for reader in (other, one):
                says = [reader.title(i) for i in ids]
                same(says, expected, call="title()", given="after rename()")
            same(stored(ids), expected, call="rename()", given="in the database")
        for name in ("First", "Second", "First"):
            one.rename({ids[0]: name})
            for reader in (one, other):
                given = "among renames to First, to Second and to First again"
                same(reader.title(ids[0]), name, call="title()", given=given)
        Contest.objects.filter(pk=ids[0]).update(title="By hand")
        one.rename({ids[0]: "By hand"})
        given = "after a rename() to what the database had already, and the cache had not"
        same(other.title(ids[0]), "By hand", call="title()", given=given)


def test_queries(cache_server, answer, world):
    """A title that the cache has is no query.

    Tries: queries.
    """
    ids = contests(world, 3)
    Contest.objects.filter(pk=ids[0]).update(title="")
    expected = [answer.title(i) for i in ids]
    for server in (answer, again(answer)):
        result = at_most_queries(
            lambda server=server: [server.title(i) for i in ids],
            0,
            "when the cache has the titles",
            keep_caches=True,
        )
        same(result, expected, call="title()")


def test_commit(cache_server, answer, world):
    """The new title after the commit, even if others read in the middle.

    Tries: commit, no waiting.
    """
    ids = contests(world, 2)

    def rename(new):
        answer.rename(new)

    def rename_in_a_transaction(new):
        with transaction.atomic():
            answer.rename(new)
            Contest.objects.filter(pk=ids[1]).exists()  # one more point before the commit

    with clients() as stage:
        for call in (rename, rename_in_a_transaction):
            for cold in (False, True):
                meet(answer, stage, ids, call, cold)
    for contest_id in ids:
        answer.title(contest_id)
    own = {ids[0]: "Reused", ids[1]: "Reused, too"}
    with transaction.atomic():
        answer.rename(own)
        own.clear()  # it is the caller's
    given = "after a caller had emptied its dictionary before the commit"
    same([answer.title(i) for i in ids], ["Reused", "Reused, too"], call="title()", given=given)


def test_rollback(cache_server, answer, world):
    """The old title after a rollback.

    Tries: rollback, commit.
    """
    ids = contests(world, 3)

    def undone(new):
        with suppress(ZeroDivisionError), transaction.atomic():
            answer.rename(new)
            raise ZeroDivisionError

    with clients() as stage:
        for cold in (False, True):
            meet(answer, stage, ids, undone, cold)
    old = [answer.title(i) for i in ids]
    for bad in (None, "\0"):  # refused however it is written
        with transaction.atomic(), suppress(Exception):
            answer.rename({ids[0]: "Never", ids[1]: bad})
        given = "after its caller had gone on without a rename() that was refused, and committed"
        same([answer.title(i) for i in ids], stored(ids), call="title()", given=given)
        same([answer.title(i) for i in ids], old, call="title()", given=given)
    undo(answer, {ids[0]: "Undone"})
    with transaction.atomic():
        answer.rename({ids[0]: "Done"})
    given = "after a transaction that was rolled back, and one that was not"
    same(answer.title(ids[0]), "Done", call="title()", given=given)


def test_refused(cache_server, answer, world):
    """All titles are changed, or none.

    Tries: all or none.
    """
    ids = contests(world, 3)
    old = [answer.title(i) for i in ids]
    for bad in (None, "\0"):  # refused however it is written
        with suppress(Exception):
            answer.rename({ids[0]: "Never", ids[1]: bad})
        given = "after a rename() whose second title was refused"
        same(stored(ids), old, call="The database", given=given)
        same([answer.title(i) for i in ids], old, call="title()", given=given)
    several = (Contest(title="Old", slug=f"several-{n}", **WHEN) for n in range(SEVERAL))
    ids = [contest.pk for contest in Contest.objects.bulk_create(several)]
    with suppress(Exception):
        answer.rename(dict.fromkeys(ids[:-1], "Never") | {ids[-1]: None})
    given = f"after a rename() of {SEVERAL} contests, whose last title was refused"
    same(set(stored(ids)), {"Old"}, call="The database", given=given)


def test_moderators(cache_server, answer, world):
    """The title of the last of two moderators.

    Tries: commit.
    """
    ids = contests(world, 2)

    def prepare():
        for i in ids:
            answer.title(i)
        return next(numbers)

    def rename(name, number):
        answer.rename(dict.fromkeys(ids, f"{name} {number}"))

    for meeting in interleave(prepare, partial(rename, "One"), partial(rename, "Two")):
        raise_errors(meeting)
        shows(answer, ids, stored(ids), "after two moderators had renamed it", meeting)


def test_twice(cache_server, answer, world):
    """The last title, when a contest is renamed twice in a transaction.

    Tries: commit, rollback, no waiting.
    """
    ids = contests(world, 3)
    right = [answer.title(i) for i in ids]
    with transaction.atomic():
        answer.rename({ids[0]: "First", ids[1]: "Not this"})
        with suppress(ZeroDivisionError), transaction.atomic():
            answer.rename({ids[0]: "Undone", ids[2]: "Undone"})
            raise ZeroDivisionError
        answer.rename({ids[1]: "But this"})
    right[:2] = ["First", "But this"]
    given = "after three calls of rename(), of which one was undone"
    same(stored(ids), right, call="The database", given=given)
    same([answer.title(i) for i in ids], right, call="title()", given=given)

    def rename_twice(new):
        with transaction.atomic():
            answer.rename({contest_id: f"Not yet {name}" for contest_id, name in new.items()})
            answer.rename(new)

    with clients() as stage:
        meet(answer, stage, ids[:2], rename_twice, cold=False)


def test_others(cache_server, answer, world):
    """Other titles stay in the cache.

    Tries: others.
    """
    ids = contests(world, 4)
    for contest_id in ids:
        answer.title(contest_id)
    cache.set("something else", 1)
    for call in (partial(answer.rename, {ids[0]: "New"}), partial(undo, answer, {ids[0]: "Never"})):
        call()
        at_most_queries(
            lambda: [answer.title(i) for i in ids[1:]],
            0,
            "for the titles that were not changed",
            keep_caches=True,
        )
        expect(cache.get("something else"), "rename() removes other things from the cache.")
    near = [Contest(pk=pk, title="Near", slug=f"near-{pk}", **WHEN) for pk in (7, 70, 71, 17)]
    Contest.objects.bulk_create(near)
    for contest in near:
        answer.title(contest.pk)
    answer.rename({7: "New"})
    at_most_queries(
        lambda: [answer.title(contest.pk) for contest in near[1:]],
        0,
        "for the titles of contests 70, 71 and 17, after contest 7 was renamed",
        keep_caches=True,
    )


def test_age(cache_server, answer, world):
    """No key stays in the cache for more than an hour.

    Tries: age, commit.
    """
    ids = contests(world, 4)
    for contest_id in (*ids, NOBODY):
        answer.title(contest_id)
    expires(cache_server, HOUR, given="after titles were read")
    answer.rename({ids[0]: "New"})
    undo(answer, {ids[1]: "Never"})
    expires(cache_server, HOUR, given="after renames")
    for contest_id in ids:
        answer.title(contest_id)
    Contest.objects.update(title="By hand")
    seen = visits(cache_server, HOUR, lambda: [answer.title(i) for i in ids[:2]])
    given = "an hour of visits after a change that bypassed rename()"
    same(seen, ["By hand"] * 2, call="title()", given=given)
    expires(cache_server, HOUR, given="after an hour of visits")
    expect(lifetimes(cache_server), "Nothing is in the cache after title().")
    answer.rename({ids[0]: "Newest"})
    for minutes in range(60):
        given = f"{minutes} minutes after a rename()"
        same(answer.title(ids[0]), "Newest", call="title()", given=given)
        pass_time(cache_server, 61)


def test_unknown(cache_server, answer, world):
    """A contest that does not exist has no title.

    Tries: unknown.
    """
    ids = contests(world, 2)
    for when in ("", "after a rename() of it"):
        for _ in range(2):
            same(answer.title(NOBODY), None, call=f"title({NOBODY})", given=f"of nothing {when}")
        with suppress(Exception):
            answer.rename({NOBODY: "Nothing"})
    with suppress(Exception):
        answer.rename({ids[0]: "New", NOBODY: "Nothing"})
    asked = [ids[0], NOBODY]
    right = stored(asked)
    same([answer.title(i) for i in asked], right, call="title()", given="after a rename() of both")


numbers = count(1)


def meet(answer, stage, ids, call, cold):
    """Let a visitor read all titles at every point of a rename, and look at the titles after it."""

    def prepare():
        cache.clear()
        old = stored(ids)
        if not cold:
            for i in ids:
                answer.title(i)
        return old, dict(zip(ids, (f"New {n}" for n in numbers), strict=False))

    def moderator(given):
        call(given[1])

    def visitor(_):
        return stored(ids), [answer.title(i) for i in ids]

    for meeting in interleave(prepare, moderator, visitor, among=stage):
        raise_errors(meeting)
        old, new = meeting.given
        waits = [line for line in meeting.story if line[0] == "B" and line.endswith(WAITS)]
        expect(
            not waits,
            "A visitor's title() waits while a rename() is open.",
            "the old title, immediately.",
            meeting.story,
        )
        rows, titles = meeting.outcomes[1].result
        for contest_id, row, was, says in zip(ids, rows, old, titles, strict=True):
            right = {was} if row == was else {was, new[contest_id]}
            expect(
                says in right,
                f"Before the commit a visitor's title() says {says!r}; {was!r} is still true.",
                "the old title until the commit.",
                meeting.story,
            )
        shows(answer, ids, stored(ids), "after the transaction", meeting)


def shows(answer, ids, right, given, meeting):
    """Fail unless title() says what the database has."""
    for contest_id, expected in zip(ids, right, strict=True):
        for server in (answer, again(answer)):
            says = server.title(contest_id)
            expect(
                says == expected,
                f"title() says {says!r} {given}, and the database has {expected!r}: "
                "a client that came in between put a title into the cache that is not right.",
                "the title that the database has, for every visitor after that.",
                meeting.story,
            )


def raise_errors(meeting):
    """Raise what the first call that failed has raised."""
    for outcome in meeting.outcomes:
        if outcome.error:
            raise outcome.error


def undo(answer, titles):
    """Rename inside a transaction that is rolled back."""
    with suppress(ZeroDivisionError), transaction.atomic():
        answer.rename(titles)
        raise ZeroDivisionError


def contests(world, number):
    """Make contests, some of them not listed or without an active setter, and return all keys."""
    world.clear()
    world.contests(number, attempts=(0, 0))
    keys = list(Contest.objects.order_by("pk").values_list("pk", flat=True))
    Contest.objects.filter(pk__in=keys[::2]).update(is_listed=False)
    left = User.objects.first()
    User.objects.filter(pk=left.pk).update(is_active=False)
    Contest.objects.filter(pk__in=keys[::3]).update(setter=left)
    Contest.objects.filter(pk__in=keys[1::3]).update(setter=None)
    cache.clear()
    return keys


def stored(ids):
    """Return what the database has."""
    titles = dict(Contest.objects.filter(pk__in=ids).values_list("pk", "title"))
    return [titles.get(contest_id) for contest_id in ids]
