"""How passwords are stored."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class FewRounds(PBKDF2PasswordHasher):
    """Django's own hasher with fewer rounds, so that the judge's logins do not take your time.

    A login is not part of the score. Leave it as it is, and do not copy it.
    """

    iterations = 2_000
