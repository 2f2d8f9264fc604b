"""Claim the attempt in one statement, order with no transaction open, then write the medal."""

from arena.contests.models import Attempt


def award(attempt_id, order):
    attempt = Attempt.objects.filter(pk=attempt_id)
    if not attempt.filter(medal="", finished_at__isnull=False).update(medal="asked"):
        return False
    try:
        medal = order(attempt_id)
    except BaseException:
        attempt.filter(medal="asked").update(medal="")
        raise
    attempt.filter(medal="asked").update(medal=medal)
    return True
