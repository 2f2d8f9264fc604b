"""Orders first and looks afterwards: the transaction is short, and a medal too many is engraved.

Breaks: result
Fails: answer
"""

from django.db import transaction

from arena.contests.models import Attempt


def award(attempt_id, order):
    medal = order(attempt_id)
    with transaction.atomic():
        free = Attempt.objects.select_for_update().filter(medal="", finished_at__isnull=False)
        attempt = free.filter(pk=attempt_id).first()
        if attempt is None:
            return False
        attempt.medal = medal
        attempt.save(update_fields=["medal"])
        return True
