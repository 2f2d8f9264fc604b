"""RIGHT: the transaction claims under a lock, and order() runs as its on_commit() callback, after the end."""

from functools import partial

from django.db import transaction

from arena.contests.models import Attempt

CLAIM = "COMMIT"


def place(attempt_id, order):
    attempt = Attempt.objects.filter(pk=attempt_id)
    try:
        medal = order(attempt_id)
        attempt.update(medal=medal)
    except BaseException:
        attempt.filter(medal=CLAIM).update(medal="")
        raise


def award(attempt_id, order):
    finished = Attempt.objects.filter(medal="", finished_at__isnull=False)
    with transaction.atomic():
        attempt = finished.select_for_update(no_key=True).filter(pk=attempt_id).first()
        if attempt is None:
            return False
        attempt.medal = CLAIM
        attempt.save(update_fields=["medal"])
        # Not robust: errors go on to the caller.
        transaction.on_commit(partial(place, attempt_id, order))
    return True
