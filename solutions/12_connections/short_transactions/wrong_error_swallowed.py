"""on_commit() with robust=True: the error is logged, and the caller is told that all went well.

Breaks: failure
Fails: failure
"""

from django.db import transaction

from arena.contests.models import Attempt


@transaction.atomic
def award(attempt_id, order):
    attempt = Attempt.objects.filter(pk=attempt_id, finished_at__isnull=False)

    def finish():
        medal = ""
        try:
            medal = order(attempt_id)
        finally:
            attempt.update(medal=medal)

    claimed = attempt.filter(medal="").update(medal="asked")
    if claimed:
        transaction.on_commit(finish, robust=True)
    return bool(claimed)
