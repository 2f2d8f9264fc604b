"""WRONG (rule: short): the claim is committed and no row is locked, but a transaction that has only read stays open, idle, while order() runs."""

from django.db import transaction

from arena.contests.models import Attempt

CLAIM = "ORDERS"


def award(attempt_id, order):
    attempt = Attempt.objects.filter(pk=attempt_id)
    if not attempt.filter(medal="", finished_at__isnull=False).update(medal=CLAIM):
        return False
    # The claim is committed: from here on nobody waits for us.
    try:
        with transaction.atomic():
            if not attempt.filter(medal=CLAIM).exists():
                return False
            medal = order(attempt_id)
            attempt.update(medal=medal)
    except BaseException:
        attempt.filter(medal=CLAIM).update(medal="")
        raise
    return True
