"""Caches in memory that a check counts, breaks, and lets others change in the middle of a call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.test import override_settings

COMMANDS = {"add", "get", "set", "touch", "delete", "incr", "decr", "has_key", "get_or_set"}
COMMANDS |= {"get_many", "set_many", "delete_many", "clear"}


class WatchedCaches:
    """What ``CACHES`` has for the length of a block: a cache in memory under each name.

    Attributes:
        calls: how often each was called.
        errors: what each raises, by its name. A check adds errors, and removes them.

    Example::

        with WatchedCaches(["shard-1", "shard-2"], TIMEOUT=5) as caches:
            caches.errors["shard-1"] = ConnectionError("refused")
            cache.set("key", 1)
            print(caches.calls, caches.size("shard-2"))
    """

    def __init__(self, names: Sequence[str], **settings: object) -> None:
        """Prepare empty caches.

        Args:
            names: of the caches, each both in ``CACHES`` and as its ``LOCATION``.
            settings: what is in the entry of each.
        """
        self.calls, self.errors = Counter[str](), dict[str, Exception]()
        self._left = -1
        self._visit: Callable[[], Any] = lambda: None
        entry = {**settings, "BACKEND": f"{__name__}.Watched", "WATCH": self._command}
        self._settings = override_settings(CACHES={n: entry | {"LOCATION": n} for n in names})
        for name in names:
            LocMemCache(name, {}).clear()

    def __enter__(self) -> WatchedCaches:
        self._settings.enable()
        return self

    def __exit__(self, *_: object) -> None:
        self._settings.disable()

    def size(self, name: str) -> int:
        """Return how many keys a cache has, those that have expired included."""
        return len(LocMemCache(name, {})._cache)  # type: ignore[attr-defined]

    def come_in(self, number: int, visit: Callable[[], Any]) -> None:
        """Call something in the middle: after so many commands more, before the next one."""
        self._left, self._visit = number, visit

    def has_come(self) -> bool:
        """Return whether what was to come in has been called; if not, it no longer will be."""
        came, self._left = self._left < 0, -1
        return came

    def _command(self, name: str) -> None:
        self.calls[name] += 1
        self._left -= 1
        if self._left == -1:
            self._visit()
        if name in self.errors:
            raise self.errors[name]


class Watched(LocMemCache):
    """A cache in memory that tells of each command from outside."""

    _is_inside = False

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(name, params)
        self._name, self._watch = name, params["WATCH"]

    def __getattribute__(self, name: str) -> Any:
        method = object.__getattribute__(self, name)
        if name not in COMMANDS or self._is_inside:
            return method

        def call(*args: Any, **named: Any) -> Any:
            self._watch(self._name)
            self._is_inside = True
            try:
                return method(*args, **named)
            finally:
                self._is_inside = False

        return call
