"""The engraver's server is slow today, and so Arena stands still.

award() orders a medal for an attempt: order(attempt_id) asks the engraver over the network, for two
seconds on a bad day, and returns which medal it will be. All of it is one transaction, so that no
medal is ordered twice. Meanwhile the attempt is locked, PostgreSQL keeps a connection that is "idle
in transaction", and whoever wants to write to the attempt waits, with a connection of their own.

Change this file so that no transaction is open while order() is called.

Allowed: when order() is called, no session of Arena's database is in a transaction. However many
call award() for an attempt at the same moment, from several processes, order() is called once: one
of them gets True, the others get False, at once or later. If order() fails, its error reaches the
caller, the attempt is as it was, and the next award() orders again; so too when a worker that is
told to stop raises SystemExit there. What others write to the attempt meanwhile stays. While a
medal is on order, Attempt.medal may hold a word of yours (six letters fit). award() returns False
for an attempt that has a medal, is not finished or does not exist. Nobody calls it inside a
transaction.
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
