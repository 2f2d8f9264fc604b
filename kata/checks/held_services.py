"""Services, and a database, that reply when the check lets them.

No service takes any time. So no verdict depends on how fast a machine is: one that is held replies
when the check has seen what it wants to see.
"""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from types import SimpleNamespace
from typing import Any

from django.db.backends.signals import connection_created

DATABASE = "the database"
LOOK = 0.002  # seconds
LOOKS = 1200  # after each of which the other threads may go on; only wrong answers need so many


class HeldServices:
    """Functions that ask services, and what became of that, for the length of a block.

    Attributes:
        functions: of the services, by their names; each gets a key.
        down: the names of those that raise a ConnectionError.
        broken: the names of those that raise a TypeError.
        empty: the names of those that reply with 0 or an empty list.
        asked: each name that was asked, with the key; tables of the database with None.
        running: the names of the coroutine functions that run.
        replied: the tables of which the database has replied.
        connections: those to the database that were opened.

    Example::

        services = HeldServices(["viewers"], ["sponsors"], ["contests_contest"])
        with services, AsgiSite(urls(views, services=services.functions)) as site:
            with services.holding(["viewers"], "spring"):
                visit = site.open("/spring/")
                services.until(lambda: ("viewers", "spring") in services.asked)
    """

    def __init__(
        self, waiting: Sequence[str], blocking: Sequence[str], tables: Sequence[str] = ()
    ) -> None:
        """Prepare services.

        Args:
            waiting: the names of coroutine functions, which reply with a number.
            blocking: the names of functions that block their thread, which reply with a list.
            tables: of the database, whose queries count as asked.
        """
        made = {name: partial(self._wait, name) for name in waiting}
        made |= {name: partial(self._block, name) for name in blocking}
        self.functions = SimpleNamespace(**made)
        self.down: Sequence[str] = ()
        self.broken: Sequence[str] = ()
        self.empty: Sequence[str] = ()
        self.asked, self.running, self.connections = list[Any](), list[str](), list[Any]()
        self.replied = set[str]()
        self._blocking, self._tables = blocking, tables
        self._held: list[tuple[str, str | None]] = []
        self._free = threading.Event()

    def __enter__(self) -> HeldServices:
        connection_created.connect(self._connected)
        return self

    def __exit__(self, *_: object) -> None:
        self._free.set()
        connection_created.disconnect(self._connected)

    @contextmanager
    def holding(self, names: Iterable[str], key: str) -> Iterator[Callable[[], int]]:
        """Let services, or the database, not reply for the length of a block.

        Yields:
            A function that returns how many times each of them, at least, has been asked.
        """
        self._free.clear()
        self.asked.clear()
        self.replied.clear()
        self._held = [(name, None if name == DATABASE else key) for name in names]
        try:
            yield lambda: min(map(self.asked.count, self._held))
        finally:
            self._held = []
            self._free.set()

    def until(self, holds: Callable[[], object], looks: int = LOOKS) -> bool:
        """Wait until something is so, which may never be; return whether it is."""
        for _ in range(looks):
            if holds():
                return True
            time.sleep(LOOK)
        return bool(holds())

    def right_reply(self, name: str, key: str) -> Any:
        """Return what a service replies, None if it is down."""
        if name in self.down:
            return None
        is_empty = name in self.empty
        if name in self._blocking:
            return [f"{name} {number} of {key}" for number in range(0 if is_empty else 2)]
        return 0 if is_empty else len(name + key)

    async def _wait(self, name: str, key: str) -> Any:
        self.running.append(name)
        try:
            held = self._ask(name, key)
            while held and not held.is_set():
                await asyncio.sleep(LOOK)
            return self._reply(name, key)
        finally:
            self.running.remove(name)

    def _block(self, name: str, key: str) -> Any:
        if held := self._ask(name, key):
            held.wait()
        return self._reply(name, key)

    def _ask(self, name: str, key: str) -> threading.Event | None:
        """Note that a service is asked; return an event if it does not reply before that."""
        self.asked.append((name, key))
        return self._free if (name, key) in self._held else None

    def _reply(self, name: str, key: str) -> Any:
        if name in self.down:
            raise ConnectionError(f"{name} is down")
        if name in self.broken:
            raise TypeError(f"{name} has a bug")
        return self.right_reply(name, key)

    def _connected(self, connection: Any, **more: object) -> None:
        """See what a new connection of the site is asked."""
        self.connections.append(connection)
        if self._see not in connection.execute_wrappers:
            connection.execute_wrappers.append(self._see)

    def _see(self, execute: Any, sql: str, *rest: Any) -> Any:
        tables = [table for table in self._tables if re.search(rf"\b{table}\b", sql)]
        self.asked += [(table, None) for table in tables]
        if (DATABASE, None) in self._held:
            self.asked.append((DATABASE, None))
            self._free.wait()
        try:
            return execute(sql, *rest)
        finally:
            self.replied.update(tables)
