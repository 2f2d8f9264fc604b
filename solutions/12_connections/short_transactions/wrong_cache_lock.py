"""A claim in the cache, which in Arena is the memory of one process: the next one has its own.

A cache that all processes share does not help: it may lose any key at any time, and the claim
expires while order() is slow.

Breaks: once
Fails: once
"""

from django.core.cache import cache

from arena.contests.models import Attempt


def award(attempt_id, order):
    attempt = Attempt.objects.filter(pk=attempt_id, medal="", finished_at__isnull=False)
    if not attempt.exists() or not cache.add(f"medal:{attempt_id}", "asked", timeout=60):
        return False
    try:
        return bool(attempt.update(medal=order(attempt_id)))
    finally:
        cache.delete(f"medal:{attempt_id}")
