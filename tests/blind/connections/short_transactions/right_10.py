"""RIGHT: a decorator claims the attempt around a function that only orders and stores."""

from functools import wraps

from django.db.models import Value

from arena.contests.models import Attempt

CLAIM = Value("UNDWAY")


def one_at_a_time(function):
    """Call the function for a finished attempt without a medal, if nobody else does."""

    @wraps(function)
    def claim_and_call(attempt_id, order):
        rows = Attempt.objects.filter(pk=attempt_id)
        if rows.filter(finished_at__isnull=False, medal__exact="").update(medal=CLAIM) != 1:
            return False
        done = False
        try:
            function(attempt_id, order)
            done = True
        finally:
            if not done:
                rows.filter(medal=CLAIM).update(medal="")
        return True

    return claim_and_call


@one_at_a_time
def award(attempt_id, order):
    medal = order(attempt_id)
    Attempt.objects.filter(pk=attempt_id).update(medal=medal)
