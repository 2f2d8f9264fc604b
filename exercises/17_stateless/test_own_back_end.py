"""What checks own_back_end.py. Shards are caches in memory that a check can let die."""

import sys
from collections import Counter
from itertools import product
from random import Random
from types import ModuleType

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.test import override_settings

from kata.checks import again, expect, fail, plain, plural, same, set_clocks

NAMES = ("shard-1", "shard-2", "shard-3", "shard-4", "shard-5")
KEYS = ["page:1", "page:2", "Page:1", 1, "1", 2**40, "Łódź", "a:b:c", ":", "", "%s\\'"]
VALUES = (None, 0, 1, -1, True, "", "Łódź", [1, {"a": None}], 2**70, b"\x00", 0.5)
TIMEOUTS = ((), (), (30,), (None,), (0,), (-1,), (3600,))
MANY = [f"page:{n}" for n in range(200)] + list(range(200)) + [f"{n}:page" for n in range(200)]
COMMANDS = ("add", "get", "set", "touch", "delete", "incr", "decr", "has_key", "get_many")
COMMANDS += ("set_many", "delete_many", "get_or_set", "clear")
SETTINGS = {"TIMEOUT": 60, "VERSION": 2, "KEY_PREFIX": "arena"}
OTHERS = ({}, {"TIMEOUT": None, "KEY_FUNCTION": "shards_of_the_check.key"}, {"VERSION": 3})


def test_answer(site):
    """Works as Django's cache in memory does.

    Tries: contract.
    """
    for number, other in enumerate(({}, *OTHERS)):
        cache = site.process(**SETTINGS | other)
        oracle = LocMemCache("", SETTINGS | other)
        for empty in (cache, oracle):
            empty.clear()
        random, story = Random(number), [f"settings  {SETTINGS | other}"]
        for method, args, named in (random_call(random) for _ in range(600)):
            story.append(f"{method}  {args} {named or ''}"[:76])
            if method == "wait":
                site.clocks.wait(1000 * args[0])
                continue
            got, right = (ended(each, method, *args, **named) for each in (cache, oracle))
            if not alike(got, right) and method != "clear":
                says = f"{method}() gives {got!r}, where Django's cache in memory gives {right!r}."
                raise fail(says, details=[story[0], *story[-6:]])
    one, two = site.process(**SETTINGS), site.process(**SETTINGS | {"KEY_PREFIX": "other"})
    one.set("page", 1)
    two.set("page", 2)
    same(one.get("page"), 1, call="get()", given="after another KEY_PREFIX stored the same key")


def test_atomic(site):
    """Two processes that add or count at the same time.

    Tries: atomic.
    """
    one, other = site.process(**SETTINGS), site.process(**SETTINGS)
    for number, key in product(range(6), KEYS):
        one.clear()
        results = []
        site.come_in(number, lambda key=key, to=results: to.append(other.add(key, "theirs")))
        results.append(one.add(key, "ours"))
        if not site.come_in(-1):
            results.append(other.add(key, "later"))
        says = f"Two processes add {key!r} at the same time, and are told {results}."
        expect(sorted(results) == [False, True], says, "one is told True, the other False.")
        for method in ("incr", "decr"):
            one.set(key, 100)
            site.come_in(number, lambda key=key, method=method: getattr(other, method)(key, 10))
            getattr(one, method)(key, 1)
            came = site.come_in(-1)
            right = 100 + (1 + 10 * came) * (1 if method == "incr" else -1)
            same(one.get(key), right, call="get()", given=f"after {method}() by two processes")


def test_shards(site):
    """A key is in one shard, in every process, and the shards have about as many.

    Tries: shards.
    """
    processes = [site.process(seed, **SETTINGS) for seed in range(3)]
    for keys in (MANY[:200], MANY[200:400], MANY[400:]):
        processes[0].clear()
        for key in keys:
            processes[0].set(key, key)
        stored = [size(name) for name in NAMES[:4]]
        says = f"{len(keys)} keys are stored {plural(sum(stored), 'time')}."
        expect(sum(stored) == len(keys), says, "each in one shard.")
        shares = [100 * number // len(keys) for number in stored]
        says = f"Of 100 keys such as {keys[0]!r}, the four shards store {shares}."
        expect(10 <= min(shares) <= max(shares) <= 40, says, "10 to 40 each.")
        for number, process in enumerate(processes):
            found = sum(process.get(key) == key for key in keys)
            says = f"Process {number + 1} finds {found} of {len(keys)} keys that process 1 stored."
            expect(found == len(keys), says, "all: a key has the same shard in every process.")


def test_new_shard(site):
    """Most keys stay where they are.

    Tries: new shard.
    """
    smaller = site.process(**SETTINGS)
    for keys in (MANY[:200], MANY[200:400], MANY[400:]):
        smaller.clear()
        smaller.set_many({key: key for key in keys})
        larger = site.process(names=NAMES, **SETTINGS)
        moved = 100 - 100 * len(larger.get_many(keys)) // len(keys)
        expect(moved <= 40, f"A fifth shard moves {moved} of 100 keys.", "at most 40.")
        larger.clear()
        larger.set_many({key: key for key in keys})
        new = size(NAMES[4])
        expect(new >= len(keys) // 20, f"A fifth shard stores {new} of {len(keys)} keys.")


def test_dead(site):
    """A dead shard's keys are missing, and the others stay.

    Tries: dead.
    """
    for dead in NAMES[:4]:
        cache = site.process(**SETTINGS)
        cache.clear()
        keys = MANY[::20]
        gone = [key for key in keys if site.home(cache, key) == dead]
        site.state[dead] = ConnectionError("refused")
        for key, is_gone in [(key, key in gone) for key in keys]:
            for method, *args, right in OF_DEAD if is_gone else OF_OTHERS:
                got = ended(cache, method, key, *args)
                whose = "A" if is_gone else "Another"
                says = f"{whose} key's shard is dead, and {method}() gives {got!r:.60}."
                expect(alike(got, right), says, f"{right!r}.")
        same(cache.get_many(keys), {k: 100 for k in keys if k not in gone}, call="get_many()")
        lost = cache.set_many(dict.fromkeys(keys, 200))
        same(sorted(map(str, lost or ())), sorted(map(str, gone)), call="set_many()")
        same(cache.get_many(keys), {k: 200 for k in keys if k not in gone}, call="get_many()")
        rest = [size(name) for name in NAMES if name != dead]
        expect(sum(rest) == len(keys) - len(gone), "Keys of a dead shard are in other shards.")
        cache.delete_many(keys)
        same(cache.get_many(keys), {}, call="get_many()", given="after delete_many()")
        cache.set_many(dict.fromkeys(keys, 300))
        cache.clear()
        same(cache.get_many(keys), {}, call="get_many()", given="after clear()")
        site.state.clear()
        site.clocks.wait(61_000)
        cache.set_many(dict.fromkeys(keys, 400))
        given = "a minute after the dead shard is back"
        same(cache.get_many(keys), dict.fromkeys(keys, 400), call="get_many()", given=given)
        for number, (method, *args) in product(range(5), DYING):
            home = site.home(cache, "page")
            site.come_in(number, lambda home=home: site.state.update({home: ConnectionError()}))
            got = ended(cache, method, *args)
            site.come_in(-1)
            site.state.clear()
            site.clocks.wait(61_000)
            says = f"A shard dies during {method}(), which raises {got!r:.60}."
            expect(not isinstance(got, ConnectionError), says)


def test_errors(site):
    """Other errors of a shard surface.

    Tries: errors.
    """
    cache = site.process(**SETTINGS)
    for error, (method, *args) in product((KeyError("bug"), TimeoutError("slow")), DYING):
        for name in NAMES:
            site.state[name] = error
        got = ended(cache, method, *args)
        says = f"Shards raise {error!r}, and {method}() gives {got!r:.60}."
        expect(got is error, says, "the error surfaces.")


def test_many(site):
    """Many keys with one call for each shard.

    Tries: many.
    """
    cache = site.process(**SETTINGS)
    for keys in (MANY[:60], MANY[:500:2]):
        for method, argument in (
            ("set_many", {key: str(key) for key in keys}),
            ("get_many", iter(keys)),
            ("delete_many", iter(keys)),
        ):
            site.calls.clear()
            got = getattr(cache, method)(argument)
            if method == "get_many":
                same(got, {key: str(key) for key in keys}, call="get_many()")
            most = max(site.calls.values(), default=0)
            says = f"{method}() of {len(keys)} keys calls one shard {plural(most, 'time')}."
            expect(most <= 1, says, "once.")
    same(cache.get_many(MANY[:60]), {}, call="get_many()", given="after delete_many()")


# What the checks above are made of.

OF_DEAD = [("get", None), ("get", 7, 7), ("has_key", False), ("add", 1, False), ("touch", False)]
OF_DEAD += [(method, ValueError()) for method in ("incr", "decr", "incr_version")]
OF_DEAD += [
    ("delete", False),
    ("set", 1, None),
    ("get", None),
    ("get_or_set", lambda: "new", "new"),
]
OF_OTHERS = [("get", 100), ("add", 1, False), ("incr", 101), ("decr", 100), ("touch", True)]
DYING = [("get", "page"), ("set", "page", 1), ("add", "page", 1), ("touch", "page")]
DYING += [("delete", "page"), ("has_key", "page"), ("incr", "page"), ("get_many", ["page"])]
DYING += [("set_many", {"page": 1}), ("delete_many", ["page"]), ("clear",)]
DYING += [("get_or_set", "page", 1), ("incr_version", "page")]


@pytest.fixture
def site(answer, monkeypatch):
    """Five shards with settings of their own, and clocks that the check sets."""
    module = ModuleType("shards_of_the_check")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    own = {"BACKEND": "shards_of_the_check.Shard", "OPTIONS": {"MAX_ENTRIES": 10_000}}
    own |= {"TIMEOUT": 5, "VERSION": 7, "KEY_PREFIX": "shard"}
    with (
        set_clocks() as clocks,
        override_settings(CACHES={n: own | {"LOCATION": n} for n in NAMES}),
    ):
        Shard.site = Site(answer, clocks)
        module.Shard, module.key = Shard, lambda *parts: "/".join(map(str, parts)).lower()
        for name in NAMES:
            Shard(name, {}).clear()
        yield Shard.site


class Site:
    """The processes of a site and their shards: what they were asked, and what they raise."""

    def __init__(self, answer, clocks):
        self.answer, self.clocks = answer, clocks
        self.calls, self.state, self.inside, self.visit = Counter(), {}, False, (-1, None)

    def process(self, seed=0, names=NAMES[:4], **settings):
        """Return the cache of another process, as Django makes it."""
        return again(self.answer, seed=seed).ShardedCache(list(names), settings)

    def home(self, cache, key):
        """Store 100 under a key, and return the shard that has it."""
        cache.delete(key)
        before = {name: size(name) for name in NAMES}
        cache.set(key, 100)
        grown = [name for name in NAMES if size(name) > before[name]]
        says = f"{key!r} is stored in {plural(len(grown), 'shard')}."
        expect(len(grown) == 1, says, "in one shard.")
        return grown[0]

    def come_in(self, number, visit=None):
        """Let another process come in before a command of a shard; return whether one has."""
        came, self.visit = self.visit[0] < 0, (number, visit)
        return came

    def command(self, name):
        """Be told that a shard is asked to do something."""
        self.calls[name] += 1
        number, visit = self.visit
        self.visit = number - 1, visit
        if number == 0:
            visit()
        if name in self.state:
            raise self.state[name]


class Shard(LocMemCache):
    """A cache in memory that tells the check of each call from outside."""

    inside = False

    def __getattribute__(self, name):
        method = object.__getattribute__(self, name)
        if name not in COMMANDS or self.inside:
            return method

        def call(*args, **named):
            Shard.site.command(object.__getattribute__(self, "_name"))
            self.inside = True
            try:
                return method(*args, **named)
            finally:
                self.inside = False

        return call

    def __init__(self, name, params):
        super().__init__(name, params)
        self._name = name


def size(name):
    """Return how many keys a shard has."""
    return len(Shard(name, {})._cache)


def ended(cache, method, *args, **named):
    """Call a method, and return what it returns or raises."""
    try:
        return getattr(cache, method)(*args, **named)
    except Exception as error:
        return error


def alike(got, right):
    """Return whether both are the same value, or errors of the same kind."""
    if isinstance(right, TypeError):  # such as 1 + "": back ends differ in that
        return isinstance(got, Exception)
    if isinstance(right, Exception):
        return isinstance(got, type(right))
    return type(got) is type(right) and plain(got) == plain(right)


def random_call(random):
    """Return a method of a cache, and arguments for it."""
    key, value, delta = random.choice(KEYS), random.choice(VALUES), random.randint(-3, 3)
    keys = random.sample([key for key in KEYS if key not in (1, "Page:1")], 4)
    timeout = random.choice(TIMEOUTS)
    args = {
        "add": (key, value, *timeout),
        "get": (key, value),
        "set": (key, value, *timeout),
        "touch": (key, *timeout),
        "delete": (key,),
        "has_key": (key,),
        "incr": (key, delta),
        "decr": (key, delta),
        "get_or_set": (key, value, *timeout),
        "incr_version": (key,),
        "decr_version": (key,),
        "get_many": (keys,),
        "set_many": ({key: random.choice(VALUES) for key in keys}, *timeout),
        "delete_many": (keys,),
    }
    rare = {"clear": (), "wait": (random.choice((1, 29, 31, 61)),)}
    method = random.choice([*2 * list(args), *rare])
    version = random.choice((None, None, 1, 2, 3))
    named = {} if version is None or method in rare else {"version": version}
    return method, (args | rare)[method], named
