"""Breaks the rule "result": True after ordering.

The answer says whether the claim was still there to be replaced. It shows when somebody writes to
the medal, or deletes the attempt, while order() runs: a medal was ordered, and the answer is False.
"""

from arena.contests.models import Attempt

CLAIM = "claims"


def award(attempt_id, order):
    this = Attempt.objects.filter(pk=attempt_id)
    if not this.filter(medal="", finished_at__isnull=False).update(medal=CLAIM):
        return False
    claimed = this.filter(medal=CLAIM)
    try:
        medal = order(attempt_id)
    except BaseException:
        claimed.update(medal="")
        raise
    return claimed.update(medal=medal) == 1
