"""WRONG (rule: bad row): no field is validated: a score of "many" or -1 raises another error."""

from django.core.exceptions import ValidationError
from django.db import transaction

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest


class BadRow(ValueError):
    """A row of the feed cannot be imported; its number counts from 1."""

    def __init__(self, number):
        super().__init__(f"Row {number} cannot be imported.")
        self.number = number


@transaction.atomic
def import_results(rows):
    rows = list(rows)
    contests = Contest.objects.in_bulk({row["contest"] for row in rows}, field_name="slug")
    users = User.objects.in_bulk({row["user"] for row in rows}, field_name="username")
    attempts = []
    for number, row in enumerate(rows, 1):
        try:
            attempts.append(
                Attempt(
                    contest=contests[row["contest"]],
                    user=users[row["user"]],
                    started_at=row["started_at"],
                    finished_at=row["finished_at"],
                    score=row["score"],
                )
            )
        except (KeyError, ValidationError):
            raise BadRow(number) from None
    return [attempt.pk for attempt in Attempt.objects.bulk_create(attempts, batch_size=500)]
