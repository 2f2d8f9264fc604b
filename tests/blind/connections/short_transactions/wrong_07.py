"""WRONG (rule: others): save() writes all columns; what others write between the fresh read after order() and the save() is lost (what they wrote during order() stays)."""

from arena.contests.models import Attempt

CLAIM = "ORDERS"


def award(attempt_id, order):
    attempts = Attempt.objects.filter(pk=attempt_id)
    if not attempts.filter(medal="", finished_at__isnull=False).update(medal=CLAIM):
        return False
    try:
        medal = order(attempt_id)
        # That took a while: read what others have written since.
        attempt = attempts.first()
        if attempt is not None:
            attempt.medal = medal
            attempt.save()
    except BaseException:
        attempts.filter(medal=CLAIM).update(medal="")
        raise
    return True
