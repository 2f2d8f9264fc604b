"""A lock of Python's: it stops the threads of this process, and every other process computes.

Breaks: one computation
Fails: stampede
"""

import threading
from collections import defaultdict

from django.core.cache import cache

locks = defaultdict(threading.Lock)


def once(key, compute, timeout=60):
    value = cache.get(key)
    if value is None:
        with locks[key]:
            value = cache.get_or_set(key, compute, timeout)
    return value
