"""WRONG (rule: once): the claim is in the memory of a process: callers in two processes both order (threads of one process do not)."""

import threading

from arena.contests.models import Attempt

guard = threading.Lock()
ordering = set()


def award(attempt_id, order):
    with guard:
        if attempt_id in ordering:
            return False
        ordering.add(attempt_id)
    try:
        attempt = Attempt.objects.filter(pk=attempt_id)
        if not attempt.filter(medal="", finished_at__isnull=False).exists():
            return False
        medal = order(attempt_id)
        attempt.update(medal=medal)
    finally:
        with guard:
            ordering.discard(attempt_id)
    return True
