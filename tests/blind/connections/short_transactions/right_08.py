"""RIGHT: an ExitStack holds the way back, and drops it when the medal is stored."""

from contextlib import ExitStack

from django.db.models import Q

from arena.contests.models import Attempt

CLAIM = "BOOKED"
FREE = Q(medal="") & ~Q(finished_at=None)


def set_medal(attempt_id, medal, where):
    return Attempt.objects.filter(where, pk=attempt_id).update(medal=medal)


def award(attempt_id, order):
    with ExitStack() as way_back:
        if not set_medal(attempt_id, CLAIM, FREE):
            return False
        way_back.callback(set_medal, attempt_id, "", Q(medal=CLAIM))
        medal = order(attempt_id)
        set_medal(attempt_id, medal, Q())
        way_back.pop_all()
    return True
