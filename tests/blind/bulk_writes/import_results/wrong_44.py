"""bad row

Contests that were found once are remembered for as long as the process lives. It shows when a contest gets another slug
between two imports: rows with the old slug, which is unknown now, are imported.
"""

from django.core.exceptions import ValidationError
from django.db import transaction

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest

CONTESTS = {}  # keys by slug: the same few come every night


class BadRow(ValueError):
    """A row of the feed cannot be imported; its number counts from 1."""

    def __init__(self, number):
        super().__init__(f"Row {number} cannot be imported.")
        self.number = number


def clean(row, name):
    return Attempt._meta.get_field(name).clean(row[name], None)


def look_up_contests(rows):
    missing = {row["contest"] for row in rows} - CONTESTS.keys()
    if missing:
        CONTESTS.update(Contest.objects.filter(slug__in=missing).values_list("slug", "pk"))
    return CONTESTS


@transaction.atomic
def import_results(rows):
    rows = list(rows)
    contests = look_up_contests(rows)
    users = User.objects.filter(username__in={row["user"] for row in rows})
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
