"""bad row

Scores are checked by hand: a number that isn't negative. It shows for a score of 2147483648 or more, which the field
refuses too: DataError from the database, without the row's number.
"""

from django.core.exceptions import ValidationError
from django.db import transaction

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest


class BadRow(ValueError):
    """A row of the feed cannot be imported; its number counts from 1."""

    def __init__(self, number):
        super().__init__(f"Row {number} cannot be imported.")
        self.number = number


def time(row, name):
    return Attempt._meta.get_field(name).clean(row[name], None)


def score(row):
    if row["score"] is None:
        return None
    number = int(row["score"])
    if number < 0:
        raise ValueError(number)
    return number


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
            attempts.append(
                Attempt(
                    contest_id=contests[row["contest"]],
                    user_id=users[row["user"]],
                    started_at=time(row, "started_at"),
                    finished_at=time(row, "finished_at"),
                    score=score(row),
                )
            )
        except (KeyError, ValidationError, TypeError, ValueError):
            raise BadRow(number) from None
    return [attempt.pk for attempt in Attempt.objects.bulk_create(attempts, batch_size=500)]
