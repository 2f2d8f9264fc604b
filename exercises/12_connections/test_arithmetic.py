"""What checks arithmetic.py."""

import random

from kata.checks import expect, plain

PLAIN = {
    "servers": 3,
    "workers": 8,
    "threads": 1,
    "pool": None,
    "deploy": 0,
    "machines": 0,
    "concurrency": 1,
    "admin": 5,
    "max_connections": 100,
    "reserved": 0,
}
PARTS = ("web", "deploy", "celery", "admin")
ROUNDS = 300


def test_answer(answer):
    """A small site, and one that is too large.

    Tries: web, admin, left, breaks, result.
    """
    demand(answer, {"web": 24, "deploy": 0, "celery": 0, "admin": 5, "left": 71, "breaks": None})
    demand(answer, {"celery": 4, "left": 67, "breaks": None}, machines=4)
    demand(answer, {"web": 104, "left": -9, "breaks": "web"}, servers=13)
    demand(answer, {"web": 0, "left": 100, "breaks": None}, servers=0, admin=0)


def test_threads(answer):
    """Each thread has a connection.

    Tries: web.
    """
    each = "3 servers x 8 workers x 4 threads."
    demand(answer, {"web": 96, "left": -1}, each, threads=4)


def test_pool(answer):
    """A pool belongs to a process.

    Tries: pool.
    """
    bounded = "each of 24 processes holds at most the largest size, whatever its threads want."
    demand(answer, {"web": 96}, bounded, threads=16, pool=(2, 4))
    wanted = "no thread wants a second connection: each process holds as many as it has threads."
    demand(answer, {"web": 72}, wanted, threads=3, pool=(2, 8))
    opened = "each process opens the smallest size, although its one thread needs one."
    demand(answer, {"web": 96}, opened, threads=1, pool=(4, 4))


def test_deploy(answer):
    """A release has more servers for a while.

    Tries: deploy.
    """
    two = "two servers more, each like the others."
    demand(answer, {"web": 24, "deploy": 16, "left": 55}, two, deploy=2)
    demand(answer, {"deploy": 64, "left": -65}, two, deploy=2, threads=4)
    demand(answer, {"deploy": 64}, two, deploy=2, threads=4, pool=(4, 9))


def test_celery(answer):
    """Celery's processes count, with their pools.

    Tries: celery, pool.
    """
    each = "a connection for each process of each machine; threads are the web's."
    demand(answer, {"celery": 12, "left": 59}, each, machines=3, concurrency=4)
    demand(answer, {"celery": 12}, each, machines=3, concurrency=4, threads=3)
    opened = "Celery has the same settings: each process opens the smallest size of the pool."
    demand(answer, {"celery": 48}, opened, machines=3, concurrency=4, pool=(4, 8))


def test_reserved(answer):
    """Superusers' connections are nobody else's.

    Tries: left.
    """
    free = "97 of 100 can be used when 3 are reserved."
    demand(answer, {"left": 68}, free, reserved=3)
    demand(answer, {"left": -1}, free, reserved=3, servers=12, admin=2)


def test_breaks(answer):
    """The first part that no longer fits.

    Tries: breaks.
    """
    first = "the parts before it fit; with it the sum is above 100."
    demand(answer, {"breaks": "celery"}, first, servers=11, machines=4, concurrency=4)
    demand(answer, {"breaks": "deploy"}, first, servers=11, deploy=2, machines=9, admin=90)
    demand(answer, {"left": 0, "breaks": None}, "100 of 100 fit.", servers=12, admin=4)
    demand(answer, {"left": -1, "breaks": "admin"}, first, servers=12, admin=5)


def test_any(answer):
    """Any site at all.

    Tries: web, pool, deploy, celery, admin, left, breaks, result.
    """
    chance = random.Random(7)
    first = answer.budget(dict(PLAIN))
    before = plain(first)
    for _ in range(ROUNDS):
        smallest = chance.randint(0, 6)
        site = {
            "servers": chance.randint(0, 12),
            "workers": chance.randint(0, 9),
            "threads": chance.randint(0, 12),
            "pool": chance.choice([None, (smallest, smallest + chance.randint(0, 8))]),
            "deploy": chance.randint(0, 3),
            "machines": chance.randint(0, 4),
            "concurrency": chance.randint(0, 8),
            "admin": chance.randint(0, 20),
            "max_connections": chance.choice([20, 100, 500]),
            "reserved": chance.choice([0, 3, 13]),
        }
        if chance.random() < 0.5:  # as many as the first parts need, or one more or less
            held = expected(**site)
            some = sum(held[part] for part in PARTS[: chance.randint(1, 4)])
            site["max_connections"] = max(0, some + site["reserved"] + chance.randint(-1, 1))
        demand(answer, expected(**site), **site)
    says = "The result for one site changes when budget() is asked about another one."
    expect(plain(first) == before, says, "a dictionary of its own for each call.")


def expected(**site):
    """What holds for a site, process by process."""
    held = {"web": 0, "deploy": 0, "celery": 0, "admin": site["admin"]}
    for part, hosts, processes, threads in (
        ("web", site["servers"], site["workers"], site["threads"]),
        ("deploy", site["deploy"], site["workers"], site["threads"]),
        ("celery", site["machines"], site["concurrency"], 1),
    ):
        for _ in range(hosts * processes):
            smallest, largest = site["pool"] or (0, threads)
            held[part] += smallest if threads < smallest else min(threads, largest)
    left, breaks = site["max_connections"] - site["reserved"], None
    for part in PARTS:
        left -= held[part]
        breaks = part if left < 0 and not breaks else breaks
    return {**held, "left": left, "breaks": breaks}


def demand(answer, wanted, why="", **changes):
    """Fail unless budget() says what is wanted of a site with such changes."""
    site = {**PLAIN, **changes}
    given = dict(site)
    got = plain(answer.budget(given))
    expect(given == site, "budget() changes the site that it is given.")
    expect(isinstance(got, dict), f"budget() returns {got!r}.", "a dictionary.")
    more = sorted(map(repr, got.keys() - {*PARTS, "left", "breaks"}))
    expect(not more, f"budget() has a key that is not one of the six: {', '.join(more)}.")
    shown = ("servers", "workers")
    described = [
        f"{name}: {value}" for name, value in site.items() if name in shown or value != PLAIN[name]
    ]
    for key, number in wanted.items():
        expect(key in got, f"budget() has no {key!r}.", details=described)
        expect(
            (type(got[key]), got[key]) == (type(number), number),
            f"budget() says {key!r} is {got[key]!r}; expected {number!r}.",
            why,
            described,
        )
