"""Claims in a transaction, and orders after its commit."""

from functools import partial

from django.db import transaction

from arena.contests.models import Attempt


@transaction.atomic
def award(attempt_id, order):
    attempt = Attempt.objects.filter(pk=attempt_id, finished_at__isnull=False)
    claimed = attempt.filter(medal="").update(medal="asked")
    if claimed:
        transaction.on_commit(partial(finish, attempt_id, order))
    return bool(claimed)


def finish(attempt_id, order):
    attempt = Attempt.objects.filter(pk=attempt_id)
    try:
        medal = order(attempt_id)
    except BaseException:
        attempt.update(medal="")
        raise
    attempt.update(medal=medal)
