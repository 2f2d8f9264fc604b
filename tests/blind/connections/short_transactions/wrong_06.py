"""WRONG (rule: failure): after a TimeoutError of order() the claim stays, so the attempt is not as before, and there is no other try; other errors are right."""

import logging

from arena.contests.models import Attempt

CLAIM = "ORDERS"
logger = logging.getLogger(__name__)


def award(attempt_id, order):
    attempt = Attempt.objects.filter(pk=attempt_id)
    if not attempt.filter(medal="", finished_at__isnull=False).update(medal=CLAIM):
        return False
    try:
        medal = order(attempt_id)
        attempt.update(medal=medal)
    except TimeoutError:
        # Perhaps the engraver has it, and only the answer is lost. Do not order again.
        logger.exception("Has the engraver the order for attempt %s? Please ask", attempt_id)
        raise
    except BaseException:
        attempt.filter(medal=CLAIM).update(medal="")
        raise
    return True
