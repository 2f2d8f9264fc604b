"""fetched

Users are fetched without regard to case, and compared exactly in Python only. It shows when names differ only in case:
for a row of "anna" the users "Anna", "ANNA" and "aNNa" are fetched too, more than three rows per row.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Lower

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest


class BadRow(ValueError):
    """A row of the feed cannot be imported; its number counts from 1."""

    def __init__(self, number):
        super().__init__(f"Row {number} cannot be imported.")
        self.number = number


def clean(row, name):
    return Attempt._meta.get_field(name).clean(row[name], None)


@transaction.atomic
def import_results(rows):
    rows = list(rows)
    contests = Contest.objects.filter(slug__in={row["contest"] for row in rows})
    contests = dict(contests.values_list("slug", "pk"))
    names = {str(row["user"]).lower() for row in rows}
    users = User.objects.annotate(lower=Lower("username")).filter(lower__in=names)
    users = dict(users.values_list("username", "pk"))
    attempts = []
    for number, row in enumerate(rows, 1):
        try:
            attempts.append(
                Attempt(
                    contest_id=contests[row["contest"]],
                    user_id=users[row["user"]],
                    started_at=clean(row, "started_at"),
                    finished_at=clean(row, "finished_at"),
                    score=clean(row, "score"),
                )
            )
        except (KeyError, ValidationError, TypeError, ValueError):
            raise BadRow(number) from None
    return [attempt.pk for attempt in Attempt.objects.bulk_create(attempts, batch_size=500)]
