"""Breaks the rule "others": what others write stays.

When order() fails, the attempt as it was read before is saved with all its fields. It shows when
somebody else corrects the score while order() runs and then order() fails: the correction is lost.
"""

from django.db import transaction

from arena.contests.models import Attempt

CLAIM = "claims"


def award(attempt_id, order):
    with transaction.atomic():
        finished = Attempt.objects.filter(medal="", finished_at__isnull=False)
        attempt = finished.select_for_update().filter(pk=attempt_id).first()
        if attempt is None:
            return False
        Attempt.objects.filter(pk=attempt_id).update(medal=CLAIM)
    try:
        medal = order(attempt_id)
    except BaseException:
        attempt.save()  # as it was before
        raise
    attempt.medal = medal
    attempt.save(update_fields=["medal"])
    return True
