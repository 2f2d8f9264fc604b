"""The engraver's server is slow today, and so Arena stands still.

award() orders a medal: order(attempt_id) asks the engraver over the network, and returns it. It is
one transaction, so that no medal is ordered twice. While order() waits, so does everybody who
writes to the attempt.

Change award(), which nobody calls in a transaction, so that none is open while order() runs. While
it runs, Attempt.medal may hold six letters of yours.

Rules:
- short: while order() runs, no session is in a transaction.
- result: True after ordering; False if the attempt has a medal, is unfinished or does not exist.
- once: of simultaneous callers in several processes, one orders and gets True, others get False,
  immediately or later.
- failure: errors of order(), and SystemExit, reach the caller; the attempt is as before, for
  another try.
- others: what others write stays, except to the medal.
"""

from django.db import transaction

from arena.contests.models import Attempt


@transaction.atomic
def award(attempt_id, order):
    finished = Attempt.objects.filter(medal="", finished_at__isnull=False)
    attempt = finished.select_for_update().filter(pk=attempt_id).first()
    if attempt is None:
        return False
    # TODO: from here on all others wait, and not for the database.
    attempt.medal = order(attempt_id)
    attempt.save(update_fields=["medal"])
    return True
