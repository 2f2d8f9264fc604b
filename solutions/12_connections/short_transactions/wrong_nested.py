"""A block in a block is a savepoint: nothing is committed when it ends.

Breaks: short
Fails: waiting
"""

from django.db import transaction

from arena.contests.models import Attempt


@transaction.atomic
def award(attempt_id, order):
    attempt = Attempt.objects.filter(pk=attempt_id, finished_at__isnull=False)
    with transaction.atomic():
        claimed = attempt.filter(medal="").update(medal="asked")
    if not claimed:
        return False
    attempt.update(medal=order(attempt_id))
    return True
