"""RIGHT: two look-ups for the whole feed, then bulk_create() with batches of 500."""

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
    contests = Contest.objects.only("slug").in_bulk(
        {row["contest"] for row in rows}, field_name="slug"
    )
    users = User.objects.only("username").in_bulk(
        {row["user"] for row in rows}, field_name="username"
    )
    attempts = []
    for number, row in enumerate(rows, 1):
        contest, user = contests.get(row["contest"]), users.get(row["user"])
        attempt = Attempt(
            contest=contest,
            user=user,
            started_at=row["started_at"],
            finished_at=row["finished_at"],
            score=row["score"],
        )
        if contest is None or user is None or "" in (attempt.finished_at, attempt.score):
            raise BadRow(number)
        try:
            attempt.clean_fields(exclude=["contest", "user"])
        except ValidationError:
            raise BadRow(number) from None
        attempts.append(attempt)
    return [attempt.pk for attempt in Attempt.objects.bulk_create(attempts, batch_size=500)]
