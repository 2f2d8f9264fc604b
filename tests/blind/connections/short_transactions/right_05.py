"""RIGHT: a class whose objects claim with six random capital letters, and release only their own."""

import secrets
import string

from arena.contests.models import Attempt


class Claim:
    """The right to order the medal of an attempt."""

    def __init__(self, attempt_id):
        # Capitals: never the name of a medal.
        self.token = "".join(secrets.choice(string.ascii_uppercase) for _ in range(6))
        self.attempt = Attempt.objects.filter(pk=attempt_id)
        self.is_mine = False

    def __enter__(self):
        free = self.attempt.exclude(finished_at=None).filter(medal="")
        self.is_mine = free.update(medal=self.token) == 1
        return self

    def __exit__(self, kind, error, traceback):
        if self.is_mine and kind is not None:
            self.attempt.filter(medal=self.token).update(medal="")
        return False

    def store(self, medal):
        self.attempt.update(medal=medal)


def award(attempt_id, order):
    with Claim(attempt_id) as claim:
        if claim.is_mine:
            claim.store(order(attempt_id))
        return claim.is_mine
