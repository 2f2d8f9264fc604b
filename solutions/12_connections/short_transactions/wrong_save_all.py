"""save() writes every column as it was read before order(): a new score is the old one again.

Breaks: others
Fails: others
"""

from arena.contests.models import Attempt


def award(attempt_id, order):
    attempts = Attempt.objects.filter(pk=attempt_id, finished_at__isnull=False)
    attempt = attempts.first()
    if not attempts.filter(medal="").update(medal="asked"):
        return False
    attempt.medal = ""
    try:
        attempt.medal = order(attempt_id)
    finally:
        attempt.save()
    return True
