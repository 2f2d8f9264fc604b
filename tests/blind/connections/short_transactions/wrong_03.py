"""WRONG (rule: once): a caller who comes while order() runs gets False, but its finally takes back the claim of the first; a third caller orders again."""

from arena.contests.models import Attempt

CLAIM = "ORDERS"


def award(attempt_id, order):
    attempt = Attempt.objects.filter(pk=attempt_id)
    try:
        if not attempt.filter(medal="", finished_at__isnull=False).update(medal=CLAIM):
            return False
        medal = order(attempt_id)
        attempt.update(medal=medal)
        return True
    finally:
        # Whatever happens, no claim stays behind.
        attempt.filter(medal=CLAIM).update(medal="")
