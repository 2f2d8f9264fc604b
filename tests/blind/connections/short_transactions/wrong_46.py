"""Breaks the rule "once": of simultaneous callers in several processes, one orders.

The first call in each process removes the claims that a process which was killed may have left. It
shows when a process starts while another one waits for order(): its claim is gone, and a second
medal is ordered.
"""

from arena.contests.models import Attempt

CLAIM = "claims"
CLEANED = []


def award(attempt_id, order):
    if not CLEANED:
        CLEANED.append(True)
        Attempt.objects.filter(medal=CLAIM).update(medal="")
    this = Attempt.objects.filter(pk=attempt_id)
    if not this.filter(medal="", finished_at__isnull=False).update(medal=CLAIM):
        return False
    try:
        medal = order(attempt_id)
    except BaseException:
        this.filter(medal=CLAIM).update(medal="")
        raise
    this.update(medal=medal)
    return True
