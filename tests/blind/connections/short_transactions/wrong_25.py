"""WRONG (rule: once): the set of attempts being ordered is this process's; callers in two processes both order."""

from threading import Lock

from arena.contests.models import Attempt

LOCK = Lock()
ORDERING = set()


def award(attempt_id, order):
    with LOCK:
        if attempt_id in ORDERING:
            return False
        ORDERING.add(attempt_id)
    try:
        attempts = Attempt.objects.filter(pk=attempt_id, finished_at__isnull=False, medal="")
        if not attempts.exists():
            return False
        medal = order(attempt_id)
        Attempt.objects.filter(pk=attempt_id).update(medal=medal)
        return True
    finally:
        with LOCK:
            ORDERING.discard(attempt_id)
