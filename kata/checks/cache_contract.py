"""Whether a cache back end does what Django's own do, for whatever it is asked."""

from __future__ import annotations

from random import Random
from typing import Any

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache

from kata.checks.clocks import SetClocks
from kata.checks.findings import fail
from kata.checks.same import plain

KEYS = ["page:1", "page:2", "Page:1", 1, "1", 2**40, "Łódź", "a:b:c", ":", "", "%s\\'"]
LOWER = f"{__name__}.lower"  # what KEY_FUNCTION may be
CALLS = 600
SHOWN = 6

_ALIKE = (1, "Page:1")  # keys that may be the same as another one
_VALUES = (None, 0, 1, -1, True, "", "Łódź", [1, {"a": None}], 2**70, b"\x00", 0.5)
_TIMEOUTS = ((), (), (30,), (None,), (0,), (-1,), (3600,))

Call = tuple[str, tuple[Any, ...], dict[str, int]]


def lower(*parts: object) -> str:
    """Make a key of prefix, version and key, in lower case."""
    return "/".join(map(str, parts)).lower()


def works_as_in_memory(
    cache: BaseCache, settings: dict[str, Any], clocks: SetClocks, seed: int
) -> None:
    """Fail unless a cache returns, and raises, what Django's cache in memory does.

    Args:
        settings: those with which the cache was made.
        clocks: those that show the time to both.
        seed: which calls: they are different for each.
    """
    oracle = LocMemCache("", settings)
    for empty in (cache, oracle):
        empty.clear()
    random, story = Random(seed), list[str]()
    for method, args, named in (_any_call(random) for _ in range(CALLS)):
        story.append(f"{method}  {args} {named or ''}"[:76])
        if method == "wait":
            clocks.wait(1000 * args[0])
            continue
        got, right = (outcome(each, method, *args, **named) for each in (cache, oracle))
        if not alike(got, right) and method != "clear":
            says = f"{method}() gives {got!r}, where Django's cache in memory gives {right!r}."
            raise fail(says, details=[f"settings  {settings}", *story[-SHOWN:]])


def outcome(cache: BaseCache, method: str, *args: Any, **named: Any) -> Any:
    """Call a method of a cache, and return what it returns or raises."""
    try:
        return getattr(cache, method)(*args, **named)
    except Exception as error:
        return error


def alike(got: object, right: object) -> bool:
    """Return whether both are the same value, or errors of the same kind."""
    if isinstance(right, TypeError):  # such as 1 + "": back ends differ in that
        return isinstance(got, Exception)
    if isinstance(right, Exception):
        return isinstance(got, type(right))
    return type(got) is type(right) and plain(got) == plain(right)


def _any_call(random: Random) -> Call:
    """Return a method of a cache, and arguments for it."""
    key, value, delta = random.choice(KEYS), random.choice(_VALUES), random.randint(-3, 3)
    keys = random.sample([key for key in KEYS if key not in _ALIKE], 4)
    timeout = random.choice(_TIMEOUTS)
    args: dict[str, tuple[Any, ...]] = {
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
        "set_many": ({key: random.choice(_VALUES) for key in keys}, *timeout),
        "delete_many": (keys,),
    }
    rare: dict[str, tuple[Any, ...]] = {"clear": (), "wait": (random.choice((1, 29, 31, 61)),)}
    method = random.choice([*2 * list(args), *rare])
    version = random.choice((None, None, 1, 2, 3))
    named = {} if version is None or method in rare else {"version": version}
    return method, (args | rare)[method], named
