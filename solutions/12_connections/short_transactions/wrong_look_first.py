"""Looks, orders, writes: between the look and the write, all others look as well.

Breaks: once
Fails: once
"""

from arena.contests.models import Attempt


def award(attempt_id, order):
    attempt = Attempt.objects.filter(pk=attempt_id, medal="", finished_at__isnull=False)
    if not attempt.exists():
        return False
    return bool(attempt.update(medal=order(attempt_id)))
