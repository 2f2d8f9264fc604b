"""Reads the attempt again after order(), and saves all of it: a write in between is lost.

Breaks: others
Fails: others
"""

from arena.contests.models import Attempt


def award(attempt_id, order):
    attempts = Attempt.objects.filter(pk=attempt_id)
    if not attempts.filter(medal="", finished_at__isnull=False).update(medal="asked"):
        return False
    medal = ""
    try:
        medal = order(attempt_id)
    finally:
        attempt = attempts.get()
        attempt.medal = medal
        attempt.save()
    return True
