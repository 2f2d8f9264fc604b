"""The claim is taken back for errors, and not when a worker is told to stop: SystemExit is none.

gunicorn ends a worker that takes too long in this way, and what takes long is order().

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
