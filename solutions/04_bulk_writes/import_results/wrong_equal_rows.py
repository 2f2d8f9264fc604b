"""Two equal rows look like a mistake of the partner's, and become one attempt.

Breaks: attempts
Fails: answer
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
    people = User.objects.in_bulk({row["user"] for row in rows}, field_name="username")
    attempts, first = [], {}
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
        attempts.append(first.setdefault(tuple(row.values()), attempt))
    Attempt.objects.bulk_create(first.values(), batch_size=1000)
    return [attempt.pk for attempt in attempts]
