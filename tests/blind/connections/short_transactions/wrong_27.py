"""WRONG (rule: once): a caller that meets another's claim while it is written gets an OperationalError (NOWAIT), not False."""

from django.db import transaction

from arena.contests.models import Attempt

CLAIM = "orders"


def award(attempt_id, order):
    with transaction.atomic():
        finished = Attempt.objects.filter(medal="", finished_at__isnull=False)
        attempt = finished.select_for_update(nowait=True).filter(pk=attempt_id).first()
        if attempt is None:
            return False
        attempt.medal = CLAIM
        attempt.save(update_fields=["medal"])
    claimed = Attempt.objects.filter(pk=attempt_id)
    try:
        medal = order(attempt_id)
    except BaseException:
        claimed.filter(medal=CLAIM).update(medal="")
        raise
    claimed.update(medal=medal)
    return True
