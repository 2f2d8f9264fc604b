"""Round trips to a cache server that speaks the Redis protocol.

A single command and a pipeline of fifty are one trip each: what is counted is how often redis-py
sends something and then waits. The server counts commands, and those of all checks together.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import connections

from kata.checks.attribution import caller_line, source, where
from kata.checks.concurrency import Outcome, refuse_leaks, sessions, thread_of_check
from kata.checks.findings import Line, MeterBroken, fail, ledger, plural
from kata.checks.same import plain

PATIENCE = 3.0  # seconds for a call that may wait for the one that is held up
LIMIT = 30.0


@contextmanager
def trips(gate: Callable[[str], None] = lambda _: None) -> Iterator[list[int]]:
    """Collect the answer's line of each round trip of a block, in every thread; 0 is no line.

    What a connection says of itself when it is opened does not count: it stays open.

    Args:
        gate: called in the thread that is about to make a round trip, before it does, with the
            first command of the trip, such as ``GET :1:names``.
    """
    from redis.connection import AbstractConnection

    sends: Any = AbstractConnection.send_packed_command
    connects: Any = AbstractConnection.connect_check_health
    lock, lines, introducing = threading.Lock(), list[int](), set[int]()

    def send(self: Any, *args: Any, **kwargs: Any) -> Any:
        line = caller_line()
        with lock:
            counts = id(self) not in introducing
            if counts:
                lines.append(line)
        if counts:
            gate(_command(args[0] if args else b""))
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


def overtaken(
    slow: Callable[[], Any],
    quick: Callable[[], Any],
    *,
    after: int = 1,
    patience: float = PATIENCE,
    looks: int = 1000,
) -> list[Outcome]:
    """Hold ``slow`` up between two round trips, let ``quick`` run to its end, and let it go on.

    Each runs in a thread of its own. Where ``slow`` has fewer round trips, it ends before ``quick``
    begins. Where ``quick`` waits for ``slow``, it is waited for in vain for a while.

    Args:
        after: how many round trips ``slow`` makes before it is held up.
        patience: how many seconds ``quick`` gets.
        looks: how many round trips it gets; who makes more of them is taken to wait.

    Returns:
        What became of ``slow`` and of ``quick``.

    Raises:
        CheckFailed: one of them is still running in the end, or left a connection open.
    """
    before = sessions()
    outcomes = [Outcome(), Outcome()]
    held, go, done = (threading.Event() for _ in range(3))
    own = threading.local()

    def gate(_: str) -> None:
        if not hasattr(own, "left"):  # a thread of the answer's own
            return
        own.left -= 1
        if own.left == -1 and own.is_slow:
            held.set()
            go.wait(LIMIT)
        elif own.left == -1:
            done.set()

    def first() -> None:
        own.left, own.is_slow = after, True
        _run(slow, outcomes[0], held)

    def second() -> None:
        own.left, own.is_slow = looks, False
        _run(quick, outcomes[1], done)

    threads = [thread_of_check(first), thread_of_check(second)]
    with trips(gate):
        threads[0].start()
        held.wait(LIMIT)
        threads[1].start()
        done.wait(patience)
        go.set()
        for thread in threads:
            thread.join(LIMIT)
    if any(thread.is_alive() for thread in threads):
        raise fail("Two calls wait for each other, or for something that does not come.")
    refuse_leaks(before, len(threads))
    return outcomes


def _command(packed: Any) -> str:
    """Return the first command of what is about to be sent, with its key."""
    if isinstance(packed, str):
        return packed
    data = packed if isinstance(packed, bytes) else b"".join(map(bytes, packed))
    words = re.findall(rb"\$\d+\r\n([^\r]*)\r\n", data[:400])
    return b" ".join(words[:2]).decode(errors="replace")


def _run(call: Callable[[], Any], outcome: Outcome, end: threading.Event) -> None:
    try:
        outcome.result = call()
    except BaseException as error:
        outcome.error = error
    finally:
        connections.close_all()
        end.set()


@cache
def self_test() -> None:
    """Count known round trips to the server of the default cache, once in a process.

    Raises:
        MeterBroken: the count is wrong, so no verdict can be trusted.
    """
    import redis
    from django.conf import settings

    # A client of its own: the one of the answer's cache has to connect by itself.
    client = redis.Redis.from_url(settings.CACHES["default"]["LOCATION"])
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
