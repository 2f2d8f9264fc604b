"""RIGHT: two short transactions with row locks and update_fields, one before and one after order()."""

from django.db import transaction

from arena.contests.models import Attempt

CLAIM = "ASKING"


@transaction.atomic
def claim(attempt_id):
    finished = Attempt.objects.filter(medal="", finished_at__isnull=False)
    attempt = finished.select_for_update().filter(pk=attempt_id).first()
    if attempt is None:
        return False
    attempt.medal = CLAIM
    attempt.save(update_fields=["medal"])
    return True


@transaction.atomic
def settle(attempt_id, medal, only_if=None):
    attempt = Attempt.objects.select_for_update().filter(pk=attempt_id).first()
    if attempt is None or only_if not in (None, attempt.medal):
        return
    attempt.medal = medal
    attempt.save(update_fields=["medal"])


def award(attempt_id, order):
    if not claim(attempt_id):
        return False
    try:
        medal = order(attempt_id)
        settle(attempt_id, medal)
    except BaseException:
        settle(attempt_id, "", only_if=CLAIM)
        raise
    return True
