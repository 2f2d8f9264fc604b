"""One UPDATE claims the medal, and another one, after order(), replaces or removes the claim."""

from arena.contests.models import Attempt

CLAIM = "claims"  # six letters that are no medal


def award(attempt_id, order):
    this = Attempt.objects.filter(pk=attempt_id)
    if not this.filter(medal="", finished_at__isnull=False).update(medal=CLAIM):
        return False
    try:
        medal = order(attempt_id)
        this.update(medal=medal)
    except BaseException:
        this.filter(medal=CLAIM).update(medal="")
        raise
    return True
