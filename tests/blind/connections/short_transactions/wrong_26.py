"""WRONG (rule: once): looks and claims in two statements; who looks before the other's claim orders too."""

from arena.contests.models import Attempt

CLAIM = "orders"


def award(attempt_id, order):
    attempt = Attempt.objects.filter(pk=attempt_id).first()
    if attempt is None or attempt.medal or attempt.finished_at is None:
        return False
    attempt.medal = CLAIM
    attempt.save(update_fields=["medal"])
    mine = Attempt.objects.filter(pk=attempt_id, medal=CLAIM)
    try:
        medal = order(attempt_id)
    except BaseException:
        mine.update(medal="")
        raise
    Attempt.objects.filter(pk=attempt_id).update(medal=medal)
    return True
