"""bad row

Names of users are normalized (NFKC) before the look-up, as at the sign-up. It shows for a user "ﬁona" or "ａnna" (with
a ligature, or a full-width letter) that nobody has: the attempt goes to "fiona" or "anna" instead of BadRow.
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


def clean(row, name):
    return Attempt._meta.get_field(name).clean(row[name], None)


@transaction.atomic
def import_results(rows):
    rows = [{**row, "user": User.normalize_username(row["user"])} for row in rows]
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
                    started_at=clean(row, "started_at"),
                    finished_at=clean(row, "finished_at"),
                    score=clean(row, "score"),
                )
            )
        except (KeyError, ValidationError, TypeError, ValueError):
            raise BadRow(number) from None
    return [attempt.pk for attempt in Attempt.objects.bulk_create(attempts, batch_size=500)]
