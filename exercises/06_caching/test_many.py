"""What checks many.py."""

from django.core.cache import cache

from arena.accounts.models import User
from kata.checks import at_most_queries, expect, growth, measure, round_trips, same
from kata.checks.stored import lifetimes, visits

HOUR = 3600
NOBODY = 4


def test_answer(cache_server, answer, before, world):
    """The same names, in the order that was asked for."""
    world.people(12)
    ids = people()
    for asked in ([], ids[:1], ids, ids[::-1], [*ids[3:6], ids[0], *ids[2:5]], [NOBODY, ids[2]]):
        expected = oracle(before, asked)
        for when in ("at first", "again"):
            same(answer.names(asked), expected, call=f"names({asked})", given=when)


def test_queries(cache_server, answer, before, world):
    """One query at most, however many people."""
    ids = []

    def grow(number):
        world.people(number)
        ids[:] = people()

    growth(
        answer,
        Fresh(before),
        ask=lambda module: (cache.clear(), module.names(ids))[1],
        world=world,
        grow=grow,
        unit="name",
        at_most=1,
    )


def test_trips(cache_server, answer, before, world):
    """A round trip for the page, and not for each person."""
    world.people(50)
    ids = people()
    expected = oracle(before, ids)
    cold = round_trips(lambda: answer.names(ids), 3, "for 50 people of whom the cache has none")
    warm = round_trips(lambda: answer.names(ids), 1, "for 50 people whom the cache has")
    same([cold, warm], [expected] * 2, call="names()")


def test_shared(cache_server, answer, before, world):
    """Asks the database only for people whom no page has asked for."""
    world.people(40)
    ids = people()
    expected = oracle(before, ids[::-1])
    answer.names(ids[:20])
    answer.names(ids[18:38])
    with_two_new = measure(lambda: answer.names(ids[::-1]), keep_caches=True)
    same(with_two_new.result, expected, call="names()", given="with 38 of 40 people in the cache")
    expect(
        with_two_new.rows <= 2,
        f"{with_two_new.rows} rows fetched for a page of 40 people, of whom the cache had 38.",
        "only those that the cache did not have.",
    )


def test_nobody(cache_server, answer, before, world):
    """An id of nobody is asked for once."""
    world.people(5)
    asked = [NOBODY, *people(), NOBODY + 1]
    expected = oracle(before, asked)
    answer.names(asked)
    result = at_most_queries(
        lambda: answer.names(asked), 0, "when all were asked for before", keep_caches=True
    )
    same(result, expected, call="names()", given="with two ids of nobody")


def test_cache(cache_server, answer, before, world):
    """The names are in the cache, for an hour at most."""
    world.people(10)
    ids = people()
    old = answer.names(ids)
    world.shake()
    same(answer.names(ids), old, call="names()", given="from the cache")
    kept = lifetimes(cache_server)
    long = [key for key, seconds in kept.items() if not 0 < seconds <= HOUR]
    expect(
        kept and not long, "What is in the cache stays there for ever.", "at most an hour.", long
    )
    expected = oracle(before, ids)
    given = "after the cache had been emptied and the names had changed"
    same(answer.names(ids), expected, call="names()", given=given)
    world.shake()
    numbers = iter(range(10**6, 10**7))
    visits(cache_server, HOUR, lambda: answer.names([*ids[:5], next(numbers)]))
    given = "after an hour of pages with somebody new on each"
    says = answer.names(ids[:5])
    same(says, oracle(before, ids[:5]), call="names()", given=given)


class Fresh:
    """The starter without what the cache holds."""

    def __init__(self, before):
        self.names = lambda user_ids: oracle(before, user_ids)


def oracle(before, user_ids):
    """Return what the starter says without a cache, and leave the cache empty."""
    cache.clear()
    rows = before.names(user_ids)
    cache.clear()
    return rows


def people():
    return list(User.objects.order_by("pk").values_list("pk", flat=True))
