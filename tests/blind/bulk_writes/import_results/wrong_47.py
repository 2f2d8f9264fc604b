"""attempts

Every time is taken for UTC, and its offset is dropped. It shows for ISO text with another offset, like
"2024-05-01T12:00:00+02:00", which becomes 12:00 UTC instead of 10:00 UTC.
"""

from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest

SCORE = Attempt._meta.get_field("score")


class BadRow(ValueError):
    """A row of the feed cannot be imported; its number counts from 1."""

    def __init__(self, number):
        super().__init__(f"Row {number} cannot be imported.")
        self.number = number


def time(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@transaction.atomic
def import_results(rows):
    rows = list(rows)
    contests = Contest.objects.filter(slug__in={row["contest"] for row in rows})
    contests = dict(contests.values_list("slug", "pk"))
    users = User.objects.filter(username__in={row["user"] for row in rows})
    users = dict(users.values_list("username", "pk"))
    attempts = []
    for number, row in enumerate(rows, 1):
        try:
            finished = row["finished_at"]
            attempts.append(
                Attempt(
                    contest_id=contests[row["contest"]],
                    user_id=users[row["user"]],
                    started_at=time(row["started_at"]),
                    finished_at=None if finished is None else time(finished),
                    score=SCORE.clean(row["score"], None),
                )
            )
        except (KeyError, ValidationError, TypeError, ValueError):
            raise BadRow(number) from None
    return [attempt.pk for attempt in Attempt.objects.bulk_create(attempts, batch_size=500)]
