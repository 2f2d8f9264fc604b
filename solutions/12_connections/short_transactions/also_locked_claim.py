"""Claims with a lock in a short transaction: for a condition on more than one row."""

from django.db import transaction

from arena.contests.models import Attempt


def award(attempt_id, order):
    if not claim(attempt_id):
        return False
    medal = ""
    try:
        medal = order(attempt_id)
    finally:
        Attempt.objects.filter(pk=attempt_id).update(medal=medal)
    return True


@transaction.atomic(durable=True)
def claim(attempt_id):
    attempt = Attempt.objects.select_for_update().filter(pk=attempt_id).first()
    if attempt is None or attempt.medal or attempt.finished_at is None:
        return False
    attempt.medal = "asked"
    attempt.save(update_fields=["medal"])
    return True
