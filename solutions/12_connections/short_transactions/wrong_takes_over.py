"""Takes over a claim of somebody else's, which could be one that a dead process has left.

It could also be one of a process that is waiting for order(). Without the time of the claim, nobody
can tell.

Breaks: once
Fails: once
"""

from arena.contests.models import Attempt


def award(attempt_id, order):
    attempt = Attempt.objects.filter(pk=attempt_id, finished_at__isnull=False)
    if not attempt.filter(medal__in=["", "asked"]).update(medal="asked"):
        return False
    try:
        medal = order(attempt_id)
    except BaseException:
        attempt.update(medal="")
        raise
    attempt.update(medal=medal)
    return True
