"""Round trips to a cache server that speaks the Redis protocol.

A single command and a pipeline of fifty are one trip each: what is counted is how often redis-py
sends something and then waits. The server counts commands, and those of all checks together.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from kata.checks.attribution import caller_line, source, where
from kata.checks.same import plain
from kata.verdict import Line, MeterBroken, fail, ledger, plural


@contextmanager
def trips() -> Iterator[list[int]]:
    """Collect the answer's line of each round trip of a block, in every thread; 0 is no line.

    What a connection says of itself when it is opened does not count: it stays open.
    """
    from redis.connection import AbstractConnection

    sends: Any = AbstractConnection.send_packed_command
    connects: Any = AbstractConnection.connect_check_health
    lock, lines, introducing = threading.Lock(), list[int](), set[int]()

    def send(self: Any, *args: Any, **kwargs: Any) -> Any:
        line = caller_line()
        with lock:
            if id(self) not in introducing:
                lines.append(line)
        return sends(self, *args, **kwargs)

    def connect(self: Any, *args: Any, **kwargs: Any) -> Any:
        with lock:
            introducing.add(id(self))
        try:
            return connects(self, *args, **kwargs)
        finally:
            with lock:
                introducing.discard(id(self))

    AbstractConnection.send_packed_command = send  # type: ignore[method-assign]
    AbstractConnection.connect_check_health = connect  # type: ignore[method-assign]
    try:
        yield lines
    finally:
        AbstractConnection.send_packed_command = sends  # type: ignore[method-assign]
        AbstractConnection.connect_check_health = connects  # type: ignore[method-assign]


def round_trips(call: Callable[[], Any], most: int, why: str = "") -> Any:
    """Call and return its result; fail when it asks the cache server more often than allowed.

    What the cache holds stays there.

    Args:
        most: how many round trips are allowed; a pipeline is one.
        why: what to add to "Allowed: ..." on the screen.
    """
    self_test()
    with trips() as seen:
        result = plain(call())
    ledger.spent(trips=len(seen))
    if len(seen) > most:
        raise fail(
            f"{plural(len(seen), 'round trip')} to the cache.",
            f"at most {most}{f', {why}' if why else ''}.",
            [Line(count, where(line), source(line)) for line, count in Counter(seen).most_common()],
        )
    return result


@cache
def self_test() -> None:
    """Count known round trips, once in a process.

    Raises:
        MeterBroken: the count is wrong, so no verdict can be trusted.
    """
    import redis

    from kata.services import valkey

    # A client of its own: the one of the answer's cache has to connect by itself.
    client = redis.Redis.from_url(valkey.up().url(0))
    try:
        with trips() as seen:
            client.mget("a", "b", "c")
            client.ping()
            pipeline = client.pipeline(transaction=False)
            for key in ("a", "b", "c"):
                pipeline.get(key)
            pipeline.execute()
    finally:
        client.close()
    if len(seen) != 3:
        raise MeterBroken(
            f"The meter counted {len(seen)} of 3 known round trips to Valkey, so nothing was "
            "judged. Run: kata doctor"
        )
