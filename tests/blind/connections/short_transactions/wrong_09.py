"""WRONG (rule: result): if at that moment somebody else, who orders nothing, has the row locked (a judge writes a score), award() returns False for a finished attempt without a medal."""

from django.db import transaction

from arena.contests.models import Attempt

CLAIM = "ORDERS"


@transaction.atomic
def claim(attempt_id):
    finished = Attempt.objects.filter(medal="", finished_at__isnull=False)
    # Of simultaneous callers, the others get False at once.
    attempt = finished.select_for_update(skip_locked=True).filter(pk=attempt_id).first()
    if attempt is None:
        return False
    attempt.medal = CLAIM
    attempt.save(update_fields=["medal"])
    return True


def award(attempt_id, order):
    if not claim(attempt_id):
        return False
    attempt = Attempt.objects.filter(pk=attempt_id)
    try:
        medal = order(attempt_id)
        attempt.update(medal=medal)
    except BaseException:
        attempt.filter(medal=CLAIM).update(medal="")
        raise
    return True
