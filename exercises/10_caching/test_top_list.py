"""What checks top_list.py."""

from functools import partial
from itertools import count

from django.core.cache import cache
from django.db import connection

from arena.accounts.models import Profile, User
from arena.worlds import store
from kata.checks import (
    again,
    at_most_queries,
    expect,
    expires,
    just_before,
    right_together,
    round_trips,
    same,
    stays_fresh,
    survives_losses,
    visits,
)

HOUR = 3600
MANY = 3600  # people, of whom over 2,100 have a rating: iterator() reads 2,000 rows at a time
LIMITS = (101, 1100, 10**6, 1, 150, 257, 1001)


def test_answer(cache_server, answer, before, world):
    """The same people, in the same order.

    Tries: rows.
    """
    for number in (0, 1, 2, 30, 260):
        world.clear()
        world.people(number)
        awkward()
        server = again(answer)
        for limit in (120, 10, 3, 1, 0):
            expected = oracle(before, limit)
            for when in ("at first", "again"):
                given = f"{when}, with {number} people"
                same(server.top_list(limit), expected, call=f"top_list({limit})", given=given)


def test_queries(cache_server, answer, before, world):
    """The second call sends no query.

    Tries: queries, rows.
    """
    for number in (20, 60):
        world.clear()
        world.people(number)
        for limit in (10, 50):
            costs(answer, before, limit, f"with {number} people")


def test_empty(cache_server, answer, before, world):
    """An empty list is not computed again.

    Tries: empty list.
    """
    for number in (0, 5):
        world.clear()
        world.people(number)
        Profile.objects.update(rating=None)
        costs(answer, before, 10, "while nobody has a rating")
    world.people(5)
    costs(answer, before, 0, "for a limit of 0")


def test_limits(cache_server, answer, before, world):
    """Each limit has its own list.

    Tries: limits.
    """
    world.people(30)
    for limits in ((3, 10, 5, 1, 30), (10, 1, 3, 5)):
        expected = {limit: oracle(before, limit) for limit in limits}
        for limit in (*limits, *limits):
            same(answer.top_list(limit), expected[limit], call=f"top_list({limit})")


def test_cache(cache_server, answer, before, world):
    """The list is in the cache that all servers share.

    Tries: default cache.
    """
    world.people(20)
    one, other = again(answer), again(answer)
    old = one.top_list()
    Profile.objects.update(rating=7)
    at_most_queries(other.top_list, 0, "when another server has stored the list", keep_caches=True)
    given = "on another server, after the ratings have changed"
    expect(oracle(before) != old, "The check's own ratings are too much alike.")
    one.top_list()
    Profile.objects.update(rating=8)
    expected = oracle(before)
    for number, server in enumerate((one, other), 1):
        given = f"on server {number} of 2, after the cache was emptied and the ratings had changed"
        same(server.top_list(), expected, call="top_list()", given=given)


def test_age(cache_server, answer, before, world):
    """A list is an hour old at most.

    Tries: age, rows.
    """
    world.people(20)
    for limit in (10, 3, 0):
        answer.top_list(limit)
    expires(cache_server, HOUR)
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
    Profile.objects.update(rating=None)
    answer.top_list(4)
    Profile.objects.update(rating=10)
    newest = visits(cache_server, HOUR, lambda: answer.top_list(4))
    given = "after an hour of visits, of which the first one found nobody"
    same(newest, oracle(before, 4), call="top_list(4)", given=given)
    expires(cache_server, HOUR, given="after hours of visits")
    stays_fresh(
        cache_server,
        answer.top_list,
        right_now,
        new_ratings,
        arguments=(10, 3, 5),
        call="top_list",
        most=HOUR,
    )


def test_during(cache_server, answer, world):
    """A whole list, of one moment, also when another client comes in between.

    Tries: age, rows.
    """
    world.people(20)

    def change():
        if not connection.in_atomic_block:  # this connection's own transaction would see it
            world.shake()

    for number in (1, 2, 3):
        cache.clear()
        old = right_now(10)
        with just_before(number, change):
            says = answer.top_list(10)
        given = f"when names and ratings change before query {number} of the call"
        same(says, old if says == old else right_now(10), call="top_list(10)", given=given)
    right_together(
        cache.clear,
        *[lambda: again(answer).top_list(10)] * 2,
        expected=[right_now(10)] * 2,
        call="top_list(10)",
    )


def test_lost(cache_server, answer, before, world):
    """The cache may lose any key at any moment.

    Tries: losses.
    """
    world.people(20)
    for limit in (10, 0):
        expected = oracle(before, limit)
        survives_losses(
            cache_server,
            lambda limit=limit: answer.top_list(limit),
            expected,
            call=f"top_list({limit})",
        )


def test_trips(cache_server, answer, world):
    """Asks the cache once, not for every row.

    Tries: trips.
    """
    world.people(60)
    for limit in (40, 0):
        answer.top_list(limit)
        round_trips(lambda limit=limit: answer.top_list(limit), 3, f"for a list of {limit} people")


def test_long(cache_server, answer, world):
    """A long list costs no more, and each limit has its own.

    Tries: queries, trips, limits.
    """
    world.people(MANY)
    everybody = right_now(MANY)
    expect(len(everybody) > 2100, "The check has made too few people with a rating.")
    for limit in LIMITS:
        call, ask = f"top_list({limit})", partial(answer.top_list, limit)
        result = at_most_queries(ask, 2, f"for {call}, which is not cached", keep_caches=True)
        same(result, everybody[:limit], call=call, given="after calls with other limits")
    for limit in LIMITS[2::3]:
        call, ask = f"top_list({limit})", partial(answer.top_list, limit)
        result = round_trips(ask, 3, f"for the cached result of {call}")
        same(result, everybody[:limit], call=call, given="from the cache")


def costs(answer, before, limit, given):
    """Fail when a call sends more queries than allowed, with an empty cache or a full one."""
    server, expected = again(answer), oracle(before, limit)
    at_most_queries(lambda: server.top_list(limit), 2, "when the cache is empty")
    for when in ("when the cache has the list", "when it has been read from the cache"):
        result = at_most_queries(
            lambda: server.top_list(limit), 0, f"{when}, {given}", keep_caches=True
        )
        same(result, expected, call=f"top_list({limit})", given="from the cache")


def awkward():
    """Give some of the best a rating of 0, and make some of them inactive or staff."""
    rated = Profile.objects.filter(rating__isnull=False).order_by("-rating", "user_id")
    keys = list(rated.values_list("pk", "user_id"))
    Profile.objects.filter(pk__in=[pk for pk, _ in keys[5:8]]).update(rating=0)
    User.objects.filter(pk__in=[user for _, user in keys[::3]]).update(is_active=False)
    User.objects.filter(pk__in=[user for _, user in keys[1::3]]).update(is_staff=True)


def oracle(before, limit=10):
    """Return what the starter says without a cache, and leave the cache empty."""
    cache.clear()
    rows = before.top_list(limit)
    cache.clear()
    return rows


def right_now(limit):
    """Return what the database has, and leave the cache as it is."""
    best = Profile.objects.filter(rating__isnull=False).order_by("-rating", "user_id")[:limit]
    return [
        {"name": name, "rating": rating}
        for name, rating in best.values_list("user__username", "rating")
    ]


def new_ratings(random):
    """Give some people a new rating, some none; sometimes nobody has one."""
    profiles = list(Profile.objects.order_by("pk"))
    nobody = random.random() < 0.1
    for profile in profiles:
        none = nobody or random.random() < 0.2
        profile.rating = None if none else random.randrange(3000)
    store(profiles, "rating")
