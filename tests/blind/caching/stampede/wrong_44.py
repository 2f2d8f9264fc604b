"""one computation

The lock is a file in the temporary folder, not in the cache: processes that do not share that
folder (two servers or containers, or another TMPDIR) compute at the same time.
"""

import hashlib
import tempfile
from pathlib import Path

from django.core.cache import cache
from filelock import FileLock, Timeout

MISSING = object()


def lock_for(key):
    name = hashlib.sha256(key.encode()).hexdigest()
    return FileLock(Path(tempfile.gettempdir()) / f"once-{name}.lock", timeout=30)


def look_or_compute(key, compute, timeout):
    value = cache.get(key, MISSING)
    if value is MISSING:
        value = compute()
        cache.set(key, value, timeout)
    return value


def once(key, compute, timeout=60):
    value = cache.get(key, MISSING)
    if value is not MISSING:
        return value
    lock = lock_for(key)
    try:
        lock.acquire()
    except Timeout:
        return look_or_compute(key, compute, timeout)
    try:
        return look_or_compute(key, compute, timeout)
    finally:
        lock.release()
