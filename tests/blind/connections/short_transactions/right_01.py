"""RIGHT: one conditional UPDATE claims the attempt; a second one stores the medal, or takes the claim back."""

from arena.contests.models import Attempt

CLAIM = "ORDERS"


def award(attempt_id, order):
    attempt = Attempt.objects.filter(pk=attempt_id)
    if not attempt.filter(medal="", finished_at__isnull=False).update(medal=CLAIM):
        return False
    try:
        attempt.update(medal=order(attempt_id))
    except BaseException:
        attempt.filter(medal=CLAIM).update(medal="")
        raise
    return True
