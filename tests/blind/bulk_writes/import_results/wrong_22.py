"""WRONG (limit: fetched): all contests and all users are fetched, not those of the feed."""

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
    contests = dict(Contest.objects.values_list("slug", "pk"))
    users = dict(User.objects.values_list("username", "pk"))
    attempts = []
    for number, row in enumerate(rows, 1):
        try:
            attempt = Attempt(
                contest_id=contests[row["contest"]],
                user_id=users[row["user"]],
                started_at=row["started_at"],
                finished_at=row["finished_at"],
                score=row["score"],
            )
            attempt.clean_fields(exclude=["contest", "user"])
        except (KeyError, ValidationError):
            raise BadRow(number) from None
        attempts.append(attempt)
    return [attempt.pk for attempt in Attempt.objects.bulk_create(attempts, batch_size=500)]
