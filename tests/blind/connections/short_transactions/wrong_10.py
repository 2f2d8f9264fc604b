"""WRONG (rule: result): if somebody overwrites the claim while order() runs (save() of an object read before), award() returns False after ordering, and does not keep the medal."""

from arena.contests.models import Attempt

CLAIM = "ORDERS"


def award(attempt_id, order):
    attempt = Attempt.objects.filter(pk=attempt_id)
    if not attempt.filter(medal="", finished_at__isnull=False).update(medal=CLAIM):
        return False
    claimed = attempt.filter(medal=CLAIM)
    try:
        medal = order(attempt_id)
        return claimed.update(medal=medal) == 1
    except BaseException:
        claimed.update(medal="")
        raise
