"""What is in a cache server: the keys of one database, and how long they will stay.

Hours pass here in a moment: what a server keeps of time is how long each key has left.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from redis import Redis


def lifetimes(url: str) -> dict[str, int]:
    """Return each key of a Valkey database with the seconds that it has left; -1 is for ever."""
    with _client(url) as client:
        left = _left(client)
    return {
        key.decode(errors="replace"): -(-ms // 1000) if ms >= 0 else -1 for key, ms in left.items()
    }


def pass_time(url: str, seconds: float) -> None:
    """Bring all keys so many seconds nearer to their end; those that come past it are gone."""
    with _client(url) as client, client.pipeline(transaction=False) as pipeline:
        for key, ms in _left(client).items():
            if ms >= 0:
                pipeline.pexpire(key, int(ms - 1000 * seconds))  # deletes it if that is past
        pipeline.execute()


def visits(url: str, seconds: float, visit: Callable[[], Any]) -> Any:
    """Visit again and again until so many seconds have passed, in a moment; return the last result.

    The visits are so close to each other that a key which each of them renews never goes.
    """
    passed, longest = 0.0, 10.0
    while passed < seconds:
        visit()
        longest = max([longest, *lifetimes(url).values()])
        step = min(longest, seconds) / 2
        pass_time(url, step)
        passed += step
    return visit()


def _client(url: str) -> Redis:
    import redis

    return redis.Redis.from_url(url)


def _left(client: Redis) -> dict[bytes, int]:
    """Return each key with the milliseconds that it has left; -1 is for ever."""
    keys: list[bytes] = list(client.scan_iter("*"))
    with client.pipeline(transaction=False) as pipeline:
        for key in keys:
            pipeline.pttl(key)
        left: list[int] = pipeline.execute()
    return {key: ms for key, ms in zip(keys, left, strict=True) if ms != -2}
