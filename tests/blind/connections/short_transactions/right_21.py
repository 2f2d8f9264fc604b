"""RIGHT: one conditional UPDATE takes the attempt, another finishes it or lets it go."""

from arena.contests.models import Attempt

TAKEN = "taken!"


def award(attempt_id, order):
    free = Attempt.objects.filter(pk=attempt_id, medal="", finished_at__isnull=False)
    if not free.update(medal=TAKEN):
        return False
    ours = Attempt.objects.filter(pk=attempt_id, medal=TAKEN)
    try:
        medal = order(attempt_id)
    except BaseException:
        ours.update(medal="")
        raise
    Attempt.objects.filter(pk=attempt_id).update(medal=medal)
    return True
