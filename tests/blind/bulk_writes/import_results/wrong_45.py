"""all or none

Each 1,000 rows are looked up and written in a transaction of their own. It shows for a feed whose first bad row comes
after row 1,000: BadRow is raised, and the attempts of the first 1,000 rows stay.
"""

from itertools import islice

from django.core.exceptions import ValidationError
from django.db import transaction

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest

BATCH = 1000


class BadRow(ValueError):
    """A row of the feed cannot be imported; its number counts from 1."""

    def __init__(self, number):
        super().__init__(f"Row {number} cannot be imported.")
        self.number = number


def clean(row, name):
    return Attempt._meta.get_field(name).clean(row[name], None)


@transaction.atomic
def import_batch(batch):
    contests = Contest.objects.filter(slug__in={row["contest"] for _, row in batch})
    contests = dict(contests.values_list("slug", "pk"))
    users = User.objects.filter(username__in={row["user"] for _, row in batch})
    users = dict(users.values_list("username", "pk"))
    attempts = []
    for number, row in batch:
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
    return [attempt.pk for attempt in Attempt.objects.bulk_create(attempts)]


def import_results(rows):
    keys = []
    numbered = enumerate(rows, 1)
    while batch := list(islice(numbered, BATCH)):
        keys += import_batch(batch)
    return keys
