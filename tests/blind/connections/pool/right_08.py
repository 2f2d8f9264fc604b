"""RIGHT: a dataclass describes the pool."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Pool:
    min_size: int = 4
    max_size: int = 8
    timeout: float = 6.0


def databases(server, pool=Pool()):
    options = {**server.get("OPTIONS", {}), "pool": asdict(pool)}
    return {"default": {**server, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}}
