"""Breaks the rule "result": True after ordering, False for the three reasons only.

The claim is made if the attempt is still as it was read. It shows when somebody changes the score
or the end between the two statements: the attempt is finished and has no medal, but the answer is
False.
"""

from arena.contests.models import Attempt

CLAIM = "claims"


def award(attempt_id, order):
    attempt = Attempt.objects.filter(pk=attempt_id).first()
    if attempt is None or attempt.medal or attempt.finished_at is None:
        return False
    unchanged = Attempt.objects.filter(
        pk=attempt_id, medal="", finished_at=attempt.finished_at, score=attempt.score
    )
    if not unchanged.update(medal=CLAIM):
        return False
    this = Attempt.objects.filter(pk=attempt_id)
    try:
        medal = order(attempt_id)
    except BaseException:
        this.filter(medal=CLAIM).update(medal="")
        raise
    this.update(medal=medal)
    return True
