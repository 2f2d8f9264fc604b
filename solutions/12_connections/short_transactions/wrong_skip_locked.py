"""The other callers do not wait any more, and the transaction is as long as before.

Everybody who wants to change the score still waits.

Breaks: short
Fails: waiting
"""

from django.db import transaction

from arena.contests.models import Attempt


@transaction.atomic
def award(attempt_id, order):
    free = Attempt.objects.select_for_update(skip_locked=True)
    attempt = free.filter(pk=attempt_id, medal="", finished_at__isnull=False).first()
    if attempt is None:
        return False
    attempt.medal = order(attempt_id)
    attempt.save(update_fields=["medal"])
    return True
