"""WRONG (rule: others): saves the whole attempt as it was before the order, over what others wrote."""

from django.db import transaction

from arena.contests.models import Attempt

CLAIM = "orders"


def award(attempt_id, order):
    with transaction.atomic():
        finished = Attempt.objects.filter(medal="", finished_at__isnull=False)
        attempt = finished.select_for_update().filter(pk=attempt_id).first()
        if attempt is None:
            return False
        attempt.medal = CLAIM
        attempt.save()
    try:
        medal = order(attempt_id)
    except BaseException:
        Attempt.objects.filter(pk=attempt_id, medal=CLAIM).update(medal="")
        raise
    attempt.medal = medal
    attempt.save()
    return True
