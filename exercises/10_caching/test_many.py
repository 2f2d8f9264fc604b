"""What checks many.py."""

from functools import partial
from itertools import count
from types import SimpleNamespace

from django.core.cache import cache

from arena.accounts.models import User
from kata.checks import (
    again,
    at_most_queries,
    expect,
    expires,
    expires_whenever,
    growth,
    lifetimes,
    metered,
    pass_time,
    plain,
    plural,
    right_together,
    round_trips,
    same,
    stays_fresh,
    unwanted,
    visits,
)

HOUR = 3600
NOBODY = 4
SHORTER = (100, 1000, 2**16, 100_000, 10**6, 2**31, 2**32)  # what a key may be shortened to

MARKS = ("-", "None", "null", "0", "", "?", "nobody", "False", "missing", "x", "__none__", "~")


def test_answer(cache_server, answer, world):
    """The same names, in the order that was asked for.

    Tries: names.
    """
    ids = people(world, 12)
    alike = [ids[0], *(ids[0] % size for size in SHORTER), *(ids[0] + size for size in SHORTER)]
    pages = (
        [],
        ids[:1],
        alike,
        ids,
        ids[::-1],
        [*ids[3:6], ids[0], *ids[2:5]],
        [NOBODY, ids[2], NOBODY],
    )
    for asked in pages:
        expected = oracle(asked)
        for when in ("at first", "again"):
            same(answer.names(asked), expected, call=f"names({asked})", given=when)
    for user_id, username in zip(ids, MARKS, strict=False):
        User.objects.filter(pk=user_id).update(username=username)
    expected, server = oracle([*ids, NOBODY]), again(answer)
    for when in ("", "from the cache"):
        given = f"for people who are called {', '.join(MARKS)}, and nobody {when}".rstrip()
        same(server.names([*ids, NOBODY]), expected, call="names()", given=given)
    for asked in pages[1:]:
        expected = oracle(asked)
        answer.names(asked)
        for key in list(lifetimes(cache_server)):
            cache._cache.get_client(write=True).delete(key)
            given = f"when the key {key} has expired"
            same(answer.names(asked), expected, call=f"names({asked})", given=given)


def test_queries(cache_server, answer, world):
    """One query at most, however many people.

    Tries: queries.
    """
    ids = []

    def grow(number):
        ids[:] = people(world, number)

    growth(
        NewServer(answer),
        SimpleNamespace(names=oracle),
        ask=lambda module: (cache.clear(), module.names(ids))[1],
        world=world,
        grow=grow,
        unit="name",
        at_most=1,
    )
    answer.names(ids)
    at_most_queries(lambda: answer.names(ids), 0, "for names that the cache has", keep_caches=True)
    at_most_queries(lambda: answer.names(list(range(10, 2500))), 1, "for 2,490 ids of nobody")


def test_trips(cache_server, answer, world):
    """A round trip for the page, and not for each person.

    Tries: trips.
    """
    ids = people(world, 450)
    for number in (50, 450):
        asked = ids[:number]
        expected = oracle(asked)
        page, longer = partial(answer.names, asked), partial(answer.names, [*asked, NOBODY])
        results = [
            round_trips(page, 3, f"for {number} people whom the cache does not have"),
            round_trips(page, 1, f"for {number} people whom the cache has"),
        ]
        round_trips(longer, 3, f"for {number} people whom the cache has, and one more")
        same(results, [expected] * 2, call="names()")
    nobodys = partial(answer.names, list(range(10, 2500)))
    round_trips(nobodys, 3, "for 2,490 ids that the cache does not have")


def test_shared(cache_server, answer, world):
    """Fetches only people whom no page has asked for.

    Tries: fetched.
    """
    ids = people(world, 40)
    expected = oracle(ids[::-1])
    answer.names(ids[:20])
    answer.names(ids[18:38])
    fetches(answer, ids[::-1], expected, ids[:38])
    for asked in (ids[25:5:-1], ids[::3], [*ids[:4], *ids[:4]], []):
        at_most_queries(
            partial(answer.names, asked),
            0,
            f"for {len(asked)} names that other pages have stored",
            keep_caches=True,
        )
    for number in (300, 3):
        more = people(world, number)
        fetches(answer, more, oracle_of_rows(more), ids)
        ids = more


def test_nobody(cache_server, answer, world):
    """An id of nobody is looked up once.

    Tries: nobody, trips.
    """
    for asked in ([NOBODY, *people(world, 5), NOBODY + 1], [NOBODY + 2]):
        expected = oracle(asked)
        answer.names(asked)
        result = at_most_queries(
            partial(answer.names, asked),
            0,
            "for names that were looked up before, some of nobody",
            keep_caches=True,
        )
        same(result, expected, call=f"names({asked})")
    many = partial(answer.names, list(range(10, 2500)))
    many()
    at_most_queries(many, 0, "for 2,490 ids that were looked up before", keep_caches=True)
    round_trips(many, 1, "for 2,490 ids that the cache has")


def test_cache(cache_server, answer, world):
    """The names are in the cache that all servers share.

    Tries: default cache.
    """
    ids = [*people(world, 10), NOBODY]
    one, other = again(answer), again(answer)
    one.names(ids)
    world.shake()
    User.objects.create(pk=NOBODY, username="newcomer")
    at_most_queries(
        lambda: other.names(ids), 0, "when another server has stored the names", keep_caches=True
    )
    expected = oracle(ids)
    given = "after the cache was emptied and the names had changed"
    for server in (one, other):
        same(server.names(ids), expected, call="names()", given=given)


def test_age(cache_server, answer, world):
    """A name is an hour old at most.

    Tries: age, names.
    """
    ids = people(world, 10)
    late = NOBODY + 1
    answer.names([*ids, NOBODY, late])
    expires(cache_server, HOUR)
    User.objects.create(pk=late, username="newcomer")
    watched = [*ids[:5], late]
    world.shake()
    numbers = count(10**6)
    for pages in ("of others", "with somebody new on each"):
        asked = [] if pages == "of others" else watched
        answer.names(ids[:5])
        visits(
            cache_server, HOUR, lambda asked=asked: answer.names([*asked, NOBODY, next(numbers)])
        )
        expected = oracle_of_rows(watched)
        given = f"after an hour of pages {pages}"
        same(answer.names(watched), expected, call="names()", given=given)
        world.shake()
    answer.names(ids)
    pass_time(cache_server, HOUR)
    world.shake()
    same(answer.names(ids), oracle_of_rows(ids), call="names()", given="after an hour")
    expires(cache_server, HOUR, given="after hours of visits")
    page, given = [*ids[:4], NOBODY], "when keys expire in the middle of a call"
    expected = oracle(page)
    expires_whenever(
        cache_server,
        lambda: (cache.clear(), answer.names(ids[:2])),
        lambda: same(answer.names(page), expected, call="names()", given=given),
        HOUR,
    )
    stays_fresh(
        cache_server,
        answer.names,
        oracle_of_rows,
        lambda _: world.shake(),
        arguments=(tuple(ids[:3]), (ids[1], NOBODY, ids[5], ids[2]), (ids[2],)),
        call="names",
        most=HOUR,
        losses=False,
        whole=False,
    )


def test_together(cache_server, answer, world):
    """The same when two visitors meet.

    Tries: names, trips.
    """
    ids = people(world, 8)
    pages = [[*ids[:5], NOBODY], [*ids[4:], NOBODY]]
    right_together(
        cache.clear,
        *(partial(again(answer).names, page) for page in pages),
        expected=[oracle(page) for page in pages],
        call="names()",
        trips_each=3,
    )


def fetches(answer, page, expected, cached):
    """Fail if people are fetched again whom other pages have cached."""
    known, seen = unwanted("people whom the cache has", cached), []
    with metered(keep_caches=True, watch=seen.append) as meter:
        result = plain(answer.names(page))
    people = f"{len(page)} people, of whom the cache had {len(known.keys)}"
    same(result, expected, call="names()", given=f"for {people}")
    allowed = "only those that the cache did not have."
    # One row may hold an array or a document of all: it counts as well.
    expect(
        meter.load.rows <= len(page) - len(known.keys) + 1,
        f"{meter.load.rows} rows fetched for a page of {people}.",
        allowed,
    )
    again = sum(map(known.is_in, seen))
    expect(
        not again,
        f"{plural(again, 'row')} of cached people fetched for a page of {people}.",
        allowed,
    )


class NewServer:
    """The answer, loaded for each page: what it remembers itself is of no use."""

    def __init__(self, answer):
        self.names = lambda user_ids: again(answer).names(user_ids)


def oracle(user_ids):
    """Return what the database has, and leave the cache empty."""
    cache.clear()
    return oracle_of_rows(user_ids)


def oracle_of_rows(user_ids):
    """Return what the database has, and leave the cache as it is."""
    names = dict(User.objects.values_list("pk", "username"))
    return [names.get(user_id) for user_id in user_ids]


def people(world, number):
    """Make people, some of them inactive or staff, and return all keys."""
    world.people(number)
    keys = list(User.objects.order_by("pk").values_list("pk", flat=True))
    User.objects.filter(pk__in=keys[::3]).update(is_active=False)
    User.objects.filter(pk__in=keys[1::3]).update(is_staff=True)
    return keys
