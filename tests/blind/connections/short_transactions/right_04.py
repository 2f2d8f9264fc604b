"""RIGHT: a context manager made of a generator claims the attempt, and releases it after any error."""

from contextlib import contextmanager

from arena.contests.models import Attempt

CLAIM = "claimd"


@contextmanager
def claimed(attempt_id):
    """Yield the attempt as a queryset, or None if there is nothing to order for it."""
    attempt = Attempt.objects.filter(pk=attempt_id)
    free = attempt.filter(medal="", finished_at__isnull=False)
    if free.update(medal=CLAIM) == 0:
        yield None
        return
    try:
        yield attempt
    except BaseException:
        attempt.filter(medal=CLAIM).update(medal="")
        raise


def award(attempt_id, order):
    with claimed(attempt_id) as attempt:
        if attempt is None:
            return False
        medal = order(attempt_id)
        attempt.update(medal=medal)
    return True
