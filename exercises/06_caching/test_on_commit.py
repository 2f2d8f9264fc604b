"""What checks on_commit.py."""

from contextlib import contextmanager, suppress

from django.core.cache import cache
from django.db import DatabaseError, connection, transaction

from arena.contests.models import Contest
from kata.checks import at_most_queries, concurrently, expect, same
from kata.checks.stored import lifetimes, visits

HOUR = 3600
NOBODY = 4


def test_answer(cache_server, answer, before, world):
    """The same titles, before and after they are changed."""
    world.contests(5, attempts=(0, 0))
    for module in (answer, before):
        cache.clear()
        ids = [*contests(), NOBODY]
        expected = stored(ids)
        for when in ("at first", "again"):
            same([module.title(i) for i in ids], expected, call="title()", given=when)
        module.rename({ids[0]: "First", ids[2]: "Second", ids[3]: "Third"})
        module.rename({})
        expected = ["First", expected[1], "Second", "Third", *expected[4:]]
        same([module.title(i) for i in ids], expected, call="title()", given="after rename()")
        same(stored(ids), expected, call="rename()", given="in the database")
        module.rename({ids[0]: "One", ids[2]: "Two", ids[3]: "Three"})


def test_queries(cache_server, answer, world):
    """A title that the cache has is no query."""
    world.contests(3, attempts=(0, 0))
    ids = contests()
    expected = [answer.title(i) for i in ids]
    result = at_most_queries(
        lambda: [answer.title(i) for i in ids], 0, "when the cache has the titles", keep_caches=True
    )
    same(result, expected, call="title()")


def test_commit(cache_server, answer, world):
    """The new title after the commit, whoever reads in the middle."""
    world.contests(3, attempts=(0, 0))
    ids = contests()
    for number, place in enumerate(("in rename()", "inside its caller's transaction")):
        old = [answer.title(i) for i in ids]
        new = {ids[0]: f"New {number}", ids[1]: f"Other {number}"}
        with visitor_after_update(answer, ids) as seen:
            if number == 0:
                answer.rename(new)
            else:
                with transaction.atomic():
                    answer.rename(new)
                    seen.append(visit(answer, ids))
        for titles in seen:
            same(
                titles, old, call="title()", given=f"called in the middle of a transaction {place}"
            )
        for contest_id, right in new.items():
            says = answer.title(contest_id)
            expect(
                says == right,
                f"After the commit title() says {says!r}, and {right!r} is right: a "
                "visitor read in the middle of the transaction, and the cache has what that visit "
                f"found. It put the old one back ({place}).",
                "the new title, for whoever calls after the commit.",
            )


def test_rollback(cache_server, answer, world):
    """The old title after a rollback."""
    world.contests(3, attempts=(0, 0))
    ids = contests()
    old = [answer.title(i) for i in ids]
    with suppress(ZeroDivisionError), transaction.atomic():
        answer.rename({ids[0]: "Never", ids[1]: "Never either"})
        same(visit(answer, ids), old, call="title()", given="before the rollback")
        raise ZeroDivisionError
    given = "after the transaction around rename() was rolled back"
    same([answer.title(i) for i in ids], old, call="title()", given=given)
    with suppress(DatabaseError):
        answer.rename({ids[0]: "Never", ids[1]: None})
    given = "after a rename() of which the second title was refused"
    same(stored(ids), old, call="The database", given=given)
    same([answer.title(i) for i in ids], old, call="title()", given=given)
    with transaction.atomic(), suppress(DatabaseError):
        answer.rename({ids[0]: "Never", ids[1]: None})
    given = "after its caller had gone on without the rename() that was refused, and committed"
    same(stored(ids), old, call="The database", given=given)
    same([answer.title(i) for i in ids], old, call="title()", given=given)


def test_twice(cache_server, answer, world):
    """The last title, when a contest is renamed twice in a transaction."""
    world.contests(3, attempts=(0, 0))
    ids = contests()
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


def test_others(cache_server, answer, world):
    """Other titles stay in the cache, and none for ever."""
    world.contests(4, attempts=(0, 0))
    ids = contests()
    for contest_id in ids:
        answer.title(contest_id)
    cache.set("something else", 1)
    answer.rename({ids[0]: "New"})
    at_most_queries(
        lambda: [answer.title(i) for i in ids[1:]],
        0,
        "for the titles that were not changed",
        keep_caches=True,
    )
    expect(cache.get("something else"), "rename() removes other things from the cache.")
    kept = lifetimes(cache_server)
    long = [key for key, seconds in kept.items() if not 0 < seconds <= HOUR]
    expect(not long, "What is in the cache stays there for ever.", "at most an hour.", long)
    Contest.objects.update(title="By hand")
    seen = visits(cache_server, HOUR, lambda: [answer.title(i) for i in ids[:2]])
    given = "an hour of visits after a change that went round rename()"
    same(seen, ["By hand"] * 2, call="title()", given=given)


@contextmanager
def visitor_after_update(answer, ids):
    """Let somebody with a connection of their own read all titles after each UPDATE."""
    seen, busy = [], []

    def wrapper(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if not busy and "contests_contest" in sql and sql.lstrip().upper().startswith("UPDATE"):
            busy.append(True)
            if connection.in_atomic_block:
                seen.append(visit(answer, ids))
            busy.clear()
        return result

    with connection.execute_wrapper(wrapper):
        yield seen


def visit(answer, ids):
    """Return all titles as another visitor gets them, on another connection."""
    [outcome] = concurrently(lambda _: [answer.title(i) for i in ids], 1, timeout=8)
    if outcome.error:
        raise outcome.error
    return outcome.result


def contests():
    return list(Contest.objects.order_by("pk").values_list("pk", flat=True))


def stored(ids):
    """Return what the database has."""
    titles = dict(Contest.objects.values_list("pk", "title"))
    return [titles.get(contest_id) for contest_id in ids]
