"""A lock of Python: it separates the threads of one process, and the next process has its own.

Breaks: once
Fails: once
"""

from threading import Lock

from arena.contests.models import Attempt

lock = Lock()


def award(attempt_id, order):
    attempt = Attempt.objects.filter(pk=attempt_id, medal="", finished_at__isnull=False)
    with lock:
        if not attempt.exists():
            return False
        return bool(attempt.update(medal=order(attempt_id)))
