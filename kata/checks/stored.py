"""What is in a cache server, and time that passes for it and for Python alike.

An hour passes here in a moment. The server knows how long each key has left, which can be set.
Python's clocks are moved by as much, so that an answer that compares time stamps of its own sees
the hour as well. The clocks of the servers themselves stay: PostgreSQL's now(), Valkey's TIME.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from kata.checks.same import same
from kata.checks.trips import overtaken, trips
from kata.verdict import fail, plural

if TYPE_CHECKING:
    from redis import Redis

# time-machine moves time.time() and datetime.now(), and leaves these alone. Modules of Python's
# own library have imported them before by name: the time-outs of threads stay as they are.
STEADY = ("monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns")

# One step inside the server: a client that stores a key at that moment keeps its own timeout.
SHIFT = """
for _, key in ipairs(redis.call('KEYS', '*')) do
    local left = redis.call('PTTL', key)
    if left >= 0 then redis.call('PEXPIRE', key, left - ARGV[1]) end
end
"""


class _Clocks:
    """Python's clocks, which run on and can be moved forward."""

    def __init__(self) -> None:
        self._passed, self._lock = 0, threading.Lock()  # milliseconds
        self._traveller: Any = None
        self._undo = ExitStack()

    def start(self) -> None:
        for name in STEADY:
            self._replace(time, name, self._moved(getattr(time, name), name.endswith("_ns")))

    def stop(self) -> None:
        self._undo.close()

    def move(self, ms: int) -> None:
        with self._lock:
            if self._traveller is None:
                import time_machine  # takes a while to import, and few checks need it

                self._traveller = self._undo.enter_context(time_machine.travel(time.time()))
                time.time()  # from its first look on it runs
            self._traveller.shift(ms / 1000)
            self._passed += ms

    def _moved(self, clock: Callable[[], Any], ns: bool) -> Callable[[], Any]:
        if ns:
            return lambda: clock() + 1_000_000 * self._passed
        return lambda: clock() + self._passed / 1000

    def _replace(self, module: Any, name: str, new: Any) -> None:
        self._undo.callback(setattr, module, name, getattr(module, name))
        setattr(module, name, new)


_running: list[_Clocks] = []


@contextmanager
def clocks() -> Iterator[None]:
    """Let ``pass_time`` move Python's clocks, in every thread, until the block ends.

    What imports ``monotonic`` or ``perf_counter`` by name has to do so inside of the block.
    """
    own = _Clocks()
    own.start()
    _running.append(own)
    try:
        yield
    finally:
        _running.remove(own)
        own.stop()


def lifetimes(url: str) -> dict[str, int]:
    """Return each key of a Valkey database with the seconds that it has left; -1 is forever."""
    with _client(url) as client:
        left = _left(client)
    return {
        key.decode(errors="replace"): -(-ms // 1000) if ms >= 0 else -1 for key, ms in left.items()
    }


def pass_time(url: str, seconds: float) -> None:
    """Let seconds pass: for the keys of a Valkey database, and for Python inside of ``clocks``."""
    ms = round(1000 * seconds)
    with _client(url) as client:
        client.eval(SHIFT, 0, str(ms))
    if _running:
        _running[-1].move(ms)


def visits(url: str, seconds: float, visit: Callable[[], Any]) -> Any:
    """Visit again and again until so many seconds have passed, in a moment; return the last result.

    The visits are so close to each other that a key which each of them renews never expires.
    """
    passed, longest = 0.0, 10.0
    while passed < seconds:
        visit()
        longest = max([longest, *lifetimes(url).values()])
        step = min(longest, seconds) / 2
        pass_time(url, step)
        passed += step
    return visit()


def expires(url: str, most: int | None = 3600, *, given: str = "") -> None:
    """Fail if a key of a Valkey database stays longer than allowed.

    Args:
        most: how many seconds a key may have left; None for any time that ends.
        given: what was done before, such as ``after a rollback``.
    """
    left = lifetimes(url).items()
    long = {key: for_ for key, for_ in left if for_ < 0 or (most is not None and for_ > most)}
    if long:
        never = most is None or all(seconds < 0 for seconds in long.values())
        what = "with no timeout" if never else f"with more than {most:,} seconds left"
        raise fail(
            f"{plural(len(long), 'key')} in the cache {what}{f', {given}' if given else ''}.",
            "a timeout for each key."
            if most is None
            else f"at most {most:,} seconds for each key.",
            details=[
                f"{key}: {f'{seconds:,} seconds' if seconds >= 0 else 'forever'}"
                for key, seconds in list(long.items())[:5]
            ],
        )


def survives_losses(
    url: str, ask: Callable[[], Any], expected: Any, *, call: str, given: str = ""
) -> None:
    """Fail unless ``ask`` returns what is expected when the cache loses a key, or all of them.

    The cache is filled by a call, and loses each key alone, and then all at the same time: before
    the call, and after each of its round trips.

    Args:
        call: what returns it, for the sentence, such as ``feed(limit=3)``.
        given: what the world looks like, for the sentence.
    """
    ask()
    names = list(lifetimes(url))[:5]
    with trips() as seen:
        ask()
    for lost in [[name] for name in names] + [names] * (len(names) > 1):
        for after in range(min(len(seen), 6) + 1):
            ask()
            visit, _ = overtaken(ask, partial(_delete, url, lost), after=after)
            if visit.error:
                raise visit.error
            which = "all keys" if lost == names else f"the key {lost[0]}"
            when = f"after round trip {after} of the call" if after else "before the call"
            same(
                visit.result,
                expected,
                call=call,
                given=f"{given} when the cache lost {which} {when}".strip(),
            )


def _delete(url: str, keys: list[str]) -> None:
    with _client(url) as client:
        client.delete(*keys)


def _client(url: str) -> Redis:
    import redis

    return redis.Redis.from_url(url)


def _left(client: Redis) -> dict[bytes, int]:
    """Return each key with the milliseconds that it has left; -1 is forever."""
    keys: list[bytes] = list(client.scan_iter("*"))
    with client.pipeline(transaction=False) as pipeline:
        for key in keys:
            pipeline.pttl(key)
        left: list[int] = pipeline.execute()
    return {key: ms for key, ms in zip(keys, left, strict=True) if ms != -2}
