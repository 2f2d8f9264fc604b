"""WRONG (rule: others): if order() fails, the whole row is put back as it was before, and a score that others have written meanwhile is lost (without an error, all is right)."""

from django.db import transaction

from arena.contests.models import Attempt

CLAIM = "ORDERS"


@transaction.atomic
def claim(attempt_id):
    """Return the attempt as it was before the claim, or None."""
    finished = Attempt.objects.filter(medal="", finished_at__isnull=False)
    before = finished.select_for_update().filter(pk=attempt_id).first()
    if before is not None:
        Attempt.objects.filter(pk=attempt_id).update(medal=CLAIM)
    return before


def award(attempt_id, order):
    before = claim(attempt_id)
    if before is None:
        return False
    try:
        medal = order(attempt_id)
        Attempt.objects.filter(pk=attempt_id).update(medal=medal)
    except BaseException:
        before.save()
        raise
    return True
