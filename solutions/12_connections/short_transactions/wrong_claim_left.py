"""When order() fails, the claim stays: nobody has ordered the medal, and nobody will.

Breaks: failure
Fails: failure
"""

from arena.contests.models import Attempt


def award(attempt_id, order):
    attempt = Attempt.objects.filter(pk=attempt_id, finished_at__isnull=False)
    if not attempt.filter(medal="").update(medal="asked"):
        return False
    attempt.update(medal=order(attempt_id))
    return True
