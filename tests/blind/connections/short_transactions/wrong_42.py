"""Breaks the rule "result": True after ordering, False for the three reasons only.

Who finds the row locked takes for granted that somebody orders. It shows when another writer has
locked the attempt for a moment (a correction of its score): the answer is False, and no medal is
ordered.
"""

from django.db import transaction

from arena.contests.models import Attempt

CLAIM = "claims"


@transaction.atomic
def claim(attempt_id):
    finished = Attempt.objects.filter(medal="", finished_at__isnull=False)
    attempt = finished.select_for_update(skip_locked=True).filter(pk=attempt_id).first()
    if attempt is None:
        return False
    attempt.medal = CLAIM
    attempt.save(update_fields=["medal"])
    return True


def award(attempt_id, order):
    if not claim(attempt_id):
        return False
    this = Attempt.objects.filter(pk=attempt_id)
    try:
        medal = order(attempt_id)
    except BaseException:
        this.filter(medal=CLAIM).update(medal="")
        raise
    this.update(medal=medal)
    return True
