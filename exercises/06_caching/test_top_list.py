"""What checks top_list.py."""

from itertools import count

from django.core.cache import cache

from arena.accounts.models import Profile
from kata.checks import at_most_queries, expect, overtaken, round_trips, same
from kata.checks.stored import lifetimes, visits

HOUR = 3600


def test_answer(cache_server, answer, before, world):
    """The same people, in the same order."""
    for number in (0, 1, 2, 30):
        world.clear()
        world.people(number)
        for limit in (10, 3, 1, 0):
            expected = oracle(before, limit)
            same(answer.top_list(limit), expected, call=f"top_list({limit})", given="at first")
            same(answer.top_list(limit), expected, call=f"top_list({limit})", given="again")


def test_queries(cache_server, answer, before, world):
    """The second call sends no query."""
    for number in (0, 20):  # nobody has a rating: that is an answer too
        world.clear()
        world.people(number)
        expected = oracle(before)
        at_most_queries(answer.top_list, 2, "when the cache is empty")
        result = at_most_queries(
            answer.top_list,
            0,
            f"when the cache has the list, with {number} people",
            keep_caches=True,
        )
        same(result, expected, call="top_list()", given="from the cache")


def test_limits(cache_server, answer, before, world):
    """Each limit has its own list."""
    world.people(30)
    for limits in ((3, 10, 5), (10, 3, 5)):
        expected = {limit: oracle(before, limit) for limit in limits}
        for limit in (*limits, *limits):
            same(answer.top_list(limit), expected[limit], call=f"top_list({limit})")


def test_cache(cache_server, answer, before, world):
    """The list is in the cache, for an hour at most."""
    world.people(20)
    answer.top_list()
    Profile.objects.update(rating=7)
    old = answer.top_list()
    expected = oracle(before)
    same(
        answer.top_list(),
        expected,
        call="top_list()",
        given="after the cache had been emptied and the ratings had changed",
    )
    expect(old != expected, "The list was computed anew, although the cache had it.")
    kept = lifetimes(cache_server)
    long = {key: seconds for key, seconds in kept.items() if not 0 < seconds <= HOUR}
    expect(
        kept and not long,
        "What is in the cache stays there for ever, or too long.",
        "a timeout of at most an hour.",
        [
            f"{key}: {f'{seconds} seconds' if seconds > 0 else 'for ever'}"
            for key, seconds in long.items()
        ],
    )

    Profile.objects.update(rating=8)
    newest = visits(cache_server, HOUR, answer.top_list)
    same(newest, oracle(before), call="top_list()", given="after an hour of visits")
    answer.top_list(3)
    Profile.objects.update(rating=9)
    others = count(11)
    visits(cache_server, HOUR, lambda: answer.top_list(next(others)))
    newest = answer.top_list(3)
    given = "after an hour of calls with other limits"
    same(newest, oracle(before, 3), call="top_list(3)", given=given)


def test_lost(cache_server, answer, before, world):
    """A cache may lose the list between two looks."""
    world.people(20)
    expected = oracle(before)
    answer.top_list()
    visit, _ = overtaken(answer.top_list, cache.clear)
    if visit.error:
        raise visit.error
    given = "when the cache was emptied after its first round trip"
    same(visit.result, expected, call="top_list()", given=given)


def test_trips(cache_server, answer, world):
    """Asks the cache once, not for every row."""
    world.people(60)
    answer.top_list(40)
    round_trips(lambda: answer.top_list(40), 3, "for a list of 40 people")


def oracle(before, limit=10):
    """Return what the starter says without a cache, and leave the cache empty."""
    cache.clear()
    rows = before.top_list(limit)
    cache.clear()
    return rows
