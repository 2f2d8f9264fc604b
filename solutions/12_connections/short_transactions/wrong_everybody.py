"""True for everybody who comes while the medal is on order: all of them say that they ordered it.

Breaks: once
Fails: once
"""

from arena.contests.models import Attempt


def award(attempt_id, order):
    attempt = Attempt.objects.filter(pk=attempt_id)
    if not attempt.filter(medal="", finished_at__isnull=False).update(medal="asked"):
        return attempt.filter(medal="asked").exists()
    try:
        medal = order(attempt_id)
    except BaseException:
        attempt.update(medal="")
        raise
    attempt.update(medal=medal)
    return True
