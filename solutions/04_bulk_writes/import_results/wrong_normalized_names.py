"""Names of people are normalized before the look-up, as at the sign-up: full-width letters, which
nobody has in a name, become plain ones, and the attempt goes to somebody else.

Breaks: bad row
Fails: bad_row
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
    rows = [{**row, "user": User.normalize_username(row["user"])} for row in rows]
    contests = Contest.objects.in_bulk({row["contest"] for row in rows}, field_name="slug")
    people = User.objects.in_bulk({row["user"] for row in rows}, field_name="username")
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
