"""Code of which a check knows where its time goes: it sets the clocks instead of waiting.

The databases are SQLite's on every machine: their functions wait and compute for so many
milliseconds of the clocks that are set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import DatabaseError, connections
from django.db.backends.signals import connection_created

from kata.checks.clocks import SetClocks, set_clocks
from kata.checks.undo import undone

PARTS = ("database", "python", "other")
ALIASES = ("default", "replica")
# A temporary database for each connection. Unlike one in memory, it ends when Django closes it.
SQLITE = {"ENGINE": "django.db.backends.sqlite3", "NAME": "file:", "OPTIONS": {}}
Step = tuple[str, float]


def _query(clocks: SetClocks, ms: float, function: str = "nap", alias: str = "default") -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [ms]).fetchall()


def _failing(clocks: SetClocks, ms: float) -> None:
    with suppress(DatabaseError):
        _query(clocks, ms, "fail")


def _many(clocks: SetClocks, ms: float) -> None:
    with connections["default"].cursor() as cursor:
        cursor.executemany("INSERT INTO naps VALUES (nap(%s))", [[ms / 3]] * 3)


def _setting(clocks: SetClocks, ms: float) -> None:
    clocks.wait(ms)
    clocks.set_system(-3_600_000)


STEPS: dict[str, tuple[str, Callable[[SetClocks, float], None]]] = {
    "queries": ("database", _query),
    "queries the replica": ("database", lambda clocks, ms: _query(clocks, ms, alias="replica")),
    "computes in a query": ("database", lambda clocks, ms: _query(clocks, ms, "compute")),
    "fails in a query": ("database", _failing),
    "sends 3 by executemany()": ("database", _many),
    "computes": ("python", SetClocks.compute),
    "waits": ("other", SetClocks.wait),
    "waits while other threads compute": ("other", SetClocks.others_compute),
    "waits while the system's time is set": ("other", _setting),
}


class Known:
    """What takes a known time."""

    steps = tuple(STEPS)

    def __init__(self, clocks: SetClocks) -> None:
        self._clocks = clocks

    def run(self, *steps: Step) -> dict[str, float]:
        """Do these things for so many milliseconds, and return what passes of each part."""
        passed = dict.fromkeys(PARTS, 0.0)
        for what, ms in steps:
            part, act = STEPS[what]
            act(self._clocks, ms)
            passed[part] += ms
        return passed

    def forget(self) -> None:
        """Let this thread have no connection, as if none was ever used."""
        for alias in ALIASES:
            connections[alias].close()
            del connections[alias]


@contextmanager
def known_times() -> Iterator[Known]:
    """Set the clocks, and replace the databases by two whose statements take known times.

    An answer has to be loaded inside: it may import a clock by its name.
    """

    def fail(ms: float) -> None:
        clocks.wait(ms)
        raise ValueError

    def prepare(connection: Any, **kwargs: Any) -> None:
        raw = connection.connection
        raw.create_function("nap", 1, clocks.wait)
        raw.create_function("compute", 1, clocks.compute)
        raw.create_function("fail", 1, fail)
        raw.execute("CREATE TABLE naps (nap)")

    kept = connections.settings["default"]
    with undone(), set_clocks() as clocks:
        connections["default"].close()
        del connections["default"]
        for alias in ALIASES:
            connections.settings[alias] = {**kept, **SQLITE}
        connection_created.connect(prepare)
        try:
            yield Known(clocks)
        finally:
            connections.close_all()
            del connections["default"]
            connections.settings["default"] = kept
