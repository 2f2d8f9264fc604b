"""The claim is taken back after an Exception. SystemExit is none.

gunicorn ends a worker that takes too long in this way, and order() is what takes long.

Breaks: failure
Fails: failure
"""

from arena.contests.models import Attempt


def award(attempt_id, order):
    attempt = Attempt.objects.filter(pk=attempt_id, finished_at__isnull=False)
    if not attempt.filter(medal="").update(medal="asked"):
        return False
    try:
        medal = order(attempt_id)
    except Exception:
        attempt.update(medal="")
        raise
    attempt.update(medal=medal)
    return True
