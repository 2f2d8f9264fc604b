"""The median of smallest, threads and largest is what a process has; what is left is counted down."""

import statistics
from dataclasses import asdict, dataclass


@dataclass
class Budget:
    web: int
    deploy: int
    celery: int
    admin: int
    left: int
    breaks: str | None = None


def connections(threads, pool):
    return threads if pool is None else statistics.median_low([pool[0], threads, pool[1]])


def budget(site):
    server = site["workers"] * connections(site["threads"], site["pool"])
    machine = site["concurrency"] * connections(1, site["pool"])
    result = Budget(
        web=site["servers"] * server,
        deploy=site["deploy"] * server,
        celery=site["machines"] * machine,
        admin=site["admin"],
        left=site["max_connections"] - site["reserved"],
    )
    for part in ("web", "deploy", "celery", "admin"):
        result.left -= getattr(result, part)
        if result.left < 0 and result.breaks is None:
            result.breaks = part
    return asdict(result)
