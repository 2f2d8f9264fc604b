"""Without select_for_update() the transaction is open all the same, and the claim locks the row.

Breaks: short
Fails: waiting
"""

from django.db import transaction

from arena.contests.models import Attempt


@transaction.atomic
def award(attempt_id, order):
    attempt = Attempt.objects.filter(pk=attempt_id, finished_at__isnull=False)
    if not attempt.filter(medal="").update(medal="asked"):
        return False
    attempt.update(medal=order(attempt_id))
    return True
