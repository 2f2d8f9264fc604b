"""What checks own_back_end.py. Shards are caches in memory that a check can let die."""

from itertools import product

import pytest

from kata.checks import again, expect, plural, same, set_clocks
from kata.checks.cache_contract import KEYS, LOWER, alike, outcome, works_as_in_memory
from kata.checks.watched_caches import WatchedCaches

NAMES = ("shard-1", "shard-2", "shard-3", "shard-4", "shard-5")
MANY = [f"page:{n}" for n in range(200)] + list(range(200)) + [f"{n}:{{page}}" for n in range(200)]
SETTINGS = {"TIMEOUT": 60, "VERSION": 2, "KEY_PREFIX": "arena"}
OTHERS = ({}, {}, {"TIMEOUT": None, "KEY_FUNCTION": LOWER}, {"VERSION": 3})


def test_answer(process, clocks):
    """Works as Django's cache in memory does.

    Tries: contract.
    """
    for number, other in enumerate(OTHERS):
        works_as_in_memory(process(**other), SETTINGS | other, clocks, number)
    one, two = process(), process(KEY_PREFIX="other")
    one.set("page", 1)
    two.set("page", 2)
    same(one.get("page"), 1, call="get()", given="after another KEY_PREFIX stored the same key")


def test_atomic(process, shards):
    """Two processes that add or count at the same time.

    Tries: atomic.
    """
    one, other = process(), process()
    for number, key in product(range(6), KEYS):
        one.clear()
        results = []
        shards.come_in(number, lambda key=key, to=results: to.append(other.add(key, "theirs")))
        results.append(one.add(key, "ours"))
        if not shards.has_come():
            results.append(other.add(key, "later"))
        says = f"Two processes add {key!r} at the same time, and are told {results}."
        expect(sorted(results) == [False, True], says, "one is told True, the other False.")
        for method in ("incr", "decr"):
            one.set(key, 100)
            shards.come_in(number, lambda key=key, method=method: getattr(other, method)(key, 10))
            getattr(one, method)(key, 1)
            came = shards.has_come()
            right = 100 + (1 + 10 * came) * (1 if method == "incr" else -1)
            same(one.get(key), right, call="get()", given=f"after {method}() by two processes")


def test_shards(process, shards):
    """A key is in one shard, in every process, and the shards have about as many.

    Tries: shards.
    """
    processes = [process(seed) for seed in range(3)]
    for keys in (MANY[:200], MANY[200:400], MANY[400:]):
        processes[0].clear()
        for key in keys:
            processes[0].set(key, key)
        stored = [shards.size(name) for name in NAMES[:4]]
        says = f"{len(keys)} keys are stored {plural(sum(stored), 'time')}."
        expect(sum(stored) == len(keys), says, "each in one shard.")
        shares = [100 * number // len(keys) for number in stored]
        says = f"Of 100 keys such as {keys[0]!r}, the four shards store {shares}."
        expect(10 <= min(shares) <= max(shares) <= 40, says, "10 to 40 each.")
        for number, one in enumerate(processes):
            found = sum(one.get(key) == key for key in keys)
            says = f"Process {number + 1} finds {found} of {len(keys)} keys that process 1 stored."
            expect(found == len(keys), says, "all: a key has the same shard in every process.")


def test_new_shard(process, shards):
    """Most keys stay where they are.

    Tries: new shard.
    """
    smaller = process()
    for keys in (MANY[:200], MANY[200:400], MANY[400:]):
        smaller.clear()
        smaller.set_many({key: key for key in keys})
        larger = process(names=NAMES)
        moved = 100 - 100 * len(larger.get_many(keys)) // len(keys)
        expect(moved <= 40, f"A fifth shard moves {moved} of 100 keys.", "at most 40.")
        larger.clear()
        larger.set_many({key: key for key in keys})
        new = shards.size(NAMES[4])
        expect(new >= len(keys) // 20, f"A fifth shard stores {new} of {len(keys)} keys.")


def test_dead(process, shards, clocks):
    """A dead shard's keys are missing, and the others stay.

    Tries: dead.
    """
    for dead in NAMES[:4]:
        cache = process()
        cache.clear()
        keys = MANY[::20]
        gone = [key for key in keys if home(shards, cache, key) == dead]
        shards.errors[dead] = ConnectionError("refused")
        for key, is_gone in [(key, key in gone) for key in keys]:
            for method, *args, right in OF_DEAD if is_gone else OF_OTHERS:
                got = outcome(cache, method, key, *args)
                whose = "A" if is_gone else "Another"
                says = f"{whose} key's shard is dead, and {method}() gives {got!r:.60}."
                expect(alike(got, right), says, f"{right!r}.")
        same(cache.get_many(keys), {k: 100 for k in keys if k not in gone}, call="get_many()")
        lost = cache.set_many(dict.fromkeys(keys, 200))
        same(sorted(map(str, lost or ())), sorted(map(str, gone)), call="set_many()")
        same(cache.get_many(keys), {k: 200 for k in keys if k not in gone}, call="get_many()")
        rest = [shards.size(name) for name in NAMES if name != dead]
        expect(sum(rest) == len(keys) - len(gone), "Keys of a dead shard are in other shards.")
        cache.delete_many(keys)
        same(cache.get_many(keys), {}, call="get_many()", given="after delete_many()")
        cache.set_many(dict.fromkeys(keys, 300))
        cache.clear()
        same(cache.get_many(keys), {}, call="get_many()", given="after clear()")
        shards.errors.clear()
        for _ in range(61):  # seconds, with a page in each
            clocks.wait(1000)
            cache.get_many(keys)
        cache.set_many(dict.fromkeys(keys, 400))
        given = "a minute after the dead shard is back"
        same(cache.get_many(keys), dict.fromkeys(keys, 400), call="get_many()", given=given)
        for number, (method, *args) in product(range(5), DYING):
            dies = {home(shards, cache, "page"): ConnectionError()}
            shards.come_in(number, lambda dies=dies: shards.errors.update(dies))
            got = outcome(cache, method, *args)
            shards.has_come()
            shards.errors.clear()
            clocks.wait(61_000)
            says = f"A shard dies during {method}(), which raises {got!r:.60}."
            expect(not isinstance(got, ConnectionError), says)


def test_errors(process, shards):
    """Other errors of a shard surface.

    Tries: errors.
    """
    cache = process()
    for error, (method, *args) in product((KeyError("bug"), TimeoutError("slow")), DYING):
        for name in NAMES:
            shards.errors[name] = error
        got = outcome(cache, method, *args)
        says = f"Shards raise {error!r}, and {method}() gives {got!r:.60}."
        expect(got is error, says, "the error surfaces.")


def test_many(process, shards):
    """Many keys with one call for each shard.

    Tries: many.
    """
    cache = process()
    for dead, keys in product(("", NAMES[0]), (MANY[:60], MANY[:500:2])):
        shards.errors = {dead: ConnectionError("refused")}
        for method, argument in (
            ("set_many", {key: str(key) for key in keys}),
            ("get_many", iter(keys)),
            ("delete_many", iter(keys)),
        ):
            shards.calls.clear()
            got = getattr(cache, method)(argument)
            if method == "get_many" and not dead:
                same(got, {key: str(key) for key in keys}, call="get_many()")
            most = max(shards.calls.values(), default=0)
            says = f"{method}() of {len(keys)} keys calls one shard {plural(most, 'time')}"
            says += ", which is dead." if shards.calls[dead] == most else "."
            expect(most <= 1, says, "once.")
    same(cache.get_many(MANY[:60]), {}, call="get_many()", given="after delete_many()")


# What the checks above are made of.

OF_DEAD = [("get", None), ("get", 7, 7), ("has_key", False), ("add", 1, False), ("touch", False)]
OF_DEAD += [(method, ValueError()) for method in ("incr", "decr", "incr_version")]
OF_DEAD += [("delete", False), ("set", 1, None), ("get", None)]
OF_DEAD += [("get_or_set", lambda: "new", "new")]
OF_OTHERS = [("get", 100), ("add", 1, False), ("incr", 101), ("decr", 100), ("touch", True)]
DYING = [("get", "page"), ("set", "page", 1), ("add", "page", 1), ("touch", "page")]
DYING += [("delete", "page"), ("has_key", "page"), ("incr", "page"), ("get_many", ["page"])]
DYING += [("set_many", {"page": 1}), ("delete_many", ["page"]), ("clear",)]
DYING += [("get_or_set", "page", 1), ("incr_version", "page")]


@pytest.fixture
def shards():
    """Five caches in memory with settings of their own."""
    own = {"OPTIONS": {"MAX_ENTRIES": 10_000}, "TIMEOUT": 5, "VERSION": 7, "KEY_PREFIX": "shard"}
    with WatchedCaches(NAMES, **own) as caches:
        yield caches


@pytest.fixture
def clocks():
    """The clocks of this process, which the check sets."""
    with set_clocks() as clocks:
        yield clocks


@pytest.fixture
def process(answer, shards, clocks):
    """A function that returns the cache of another process, as Django makes it."""

    def make(seed=0, names=NAMES[:4], **settings):
        return again(answer, seed=seed).ShardedCache(list(names), SETTINGS | settings)

    return make


def home(shards, cache, key):
    """Store 100 under a key, and return the shard that has it."""
    cache.delete(key)
    before = {name: shards.size(name) for name in NAMES}
    cache.set(key, 100)
    grown = [name for name in NAMES if shards.size(name) > before[name]]
    says = f"{key!r} is stored in {plural(len(grown), 'shard')}."
    expect(len(grown) == 1, says, "in one shard.")
    return grown[0]
