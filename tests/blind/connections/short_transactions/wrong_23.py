"""WRONG (rule: failure): SystemExit is no Exception: a worker that is told to stop leaves its claim, and there is no other try."""

from arena.contests.models import Attempt

CLAIM = "orders"


def award(attempt_id, order):
    attempts = Attempt.objects.filter(pk=attempt_id)
    if not attempts.filter(medal="", finished_at__isnull=False).update(medal=CLAIM):
        return False
    try:
        medal = order(attempt_id)
    except Exception:
        attempts.filter(medal=CLAIM).update(medal="")
        raise
    attempts.update(medal=medal)
    return True
