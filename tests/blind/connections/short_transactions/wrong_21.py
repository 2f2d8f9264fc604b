"""WRONG (rule: once): looks, orders, and locks only to save: simultaneous callers all order."""

from django.db import transaction

from arena.contests.models import Attempt


def award(attempt_id, order):
    finished = Attempt.objects.filter(pk=attempt_id, medal="", finished_at__isnull=False)
    if not finished.exists():
        return False
    medal = order(attempt_id)
    with transaction.atomic():
        attempt = finished.select_for_update().first()
        if attempt is None:
            return False
        attempt.medal = medal
        attempt.save(update_fields=["medal"])
    return True
