"""Breaks the rule "once": of simultaneous callers, one orders.

The six letters say in which minute the claim was made, and a claim of three minutes ago counts as
one of a process that has died. It shows when the engraver needs that long, and somebody calls then:
a second medal is ordered.
"""

import time

from arena.contests.models import Attempt

LETTERS = "QWXYZJKVBP"  # of a digit each; no medal is made of these
MINUTES = 3


def letters(minute):
    return "".join(LETTERS[int(digit)] for digit in f"{minute % 1_000_000:06}")


def award(attempt_id, order):
    this = Attempt.objects.filter(pk=attempt_id)
    now = int(time.time() // 60)
    claim = letters(now)
    recent = [letters(now - ago) for ago in range(MINUTES)]
    free = this.filter(medal="") | this.filter(medal__regex=f"^[{LETTERS}]{{6}}$").exclude(
        medal__in=recent
    )
    if not free.filter(finished_at__isnull=False).update(medal=claim):
        return False
    try:
        medal = order(attempt_id)
    except BaseException:
        this.filter(medal=claim).update(medal="")
        raise
    this.update(medal=medal)
    return True
