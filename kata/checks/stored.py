"""What is in a cache server: the keys of one database, and how long they will stay."""

from __future__ import annotations


def lifetimes(url: str) -> dict[str, int]:
    """Return each key of a Valkey database with the seconds that it has left; -1 is for ever."""
    import redis

    with redis.Redis.from_url(url) as client:
        keys = list(client.scan_iter("*"))
        return {key.decode(errors="replace"): int(client.ttl(key)) for key in keys}
