"""It fetches every user of the site to find the few hundred who are in the feed.

Breaks: fetched
Fails: rows
"""

from django.core.exceptions import ValidationError

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest


class BadRow(ValueError):
    """A row of the feed cannot be imported; its number counts from 1."""

    def __init__(self, number):
        super().__init__(f"Row {number} cannot be imported.")
        self.number = number


def import_results(rows):
    contests = Contest.objects.in_bulk({row["contest"] for row in rows}, field_name="slug")
    people = {user.username: user for user in User.objects.all()}
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
    # bulk_create() opens a transaction around its batches by itself.
    Attempt.objects.bulk_create(attempts, batch_size=1000)
    return [attempt.pk for attempt in attempts]
