"""People are fetched in upper or lower case, and compared in Python: everybody whose name differs
from one in the feed in case only is fetched as well.

Breaks: fetched
Fails: rows
"""

from django.core.exceptions import ValidationError
from django.db.models import Value
from django.db.models.functions import Lower

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest


class BadRow(ValueError):
    """A row of the feed cannot be imported; its number counts from 1."""

    def __init__(self, number):
        super().__init__(f"Row {number} cannot be imported.")
        self.number = number


def import_results(rows):
    contests = Contest.objects.in_bulk({row["contest"] for row in rows}, field_name="slug")
    lower = User.objects.annotate(lower=Lower("username"))
    named = lower.filter(lower__in=[Lower(Value(row["user"])) for row in rows])
    people = {user.username: user for user in named}
    attempts = []
    for number, row in enumerate(rows, 1):
        try:
            attempt = Attempt(
                contest=contests[row["contest"]],
                user=people[row["user"]],
                started_at=row["started_at"],
                finished_at=row["finished_at"],
                score=row["score"],
            )
            attempt.clean_fields(exclude=["contest", "user"])
        except (KeyError, ValidationError):
            raise BadRow(number) from None
        attempts.append(attempt)
    Attempt.objects.bulk_create(attempts, batch_size=1000)
    return [attempt.pk for attempt in attempts]
