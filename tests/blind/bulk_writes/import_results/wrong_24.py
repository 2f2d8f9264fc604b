"""WRONG (rule: bad row): an unknown name is reported before an earlier row with a bad value."""

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
    contests = dict(
        Contest.objects.filter(slug__in={row["contest"] for row in rows}).values_list("slug", "pk")
    )
    users = dict(
        User.objects.filter(username__in={row["user"] for row in rows}).values_list(
            "username", "pk"
        )
    )
    attempts = []
    for number, row in enumerate(rows, 1):
        if row["contest"] not in contests or row["user"] not in users:
            raise BadRow(number)
        attempts.append(
            Attempt(
                contest_id=contests[row["contest"]],
                user_id=users[row["user"]],
                started_at=row["started_at"],
                finished_at=row["finished_at"],
                score=row["score"],
            )
        )
    for number, attempt in enumerate(attempts, 1):
        try:
            attempt.clean_fields(exclude=["contest", "user"])
        except ValidationError:
            raise BadRow(number) from None
    return [attempt.pk for attempt in Attempt.objects.bulk_create(attempts, batch_size=500)]
