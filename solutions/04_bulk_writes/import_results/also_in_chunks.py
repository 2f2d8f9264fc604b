"""A hundred rows at a time in one transaction: a feed of any length takes little memory."""

from django.core.exceptions import ValidationError
from django.db import transaction

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest

CHUNK = 100


class BadRow(ValueError):
    """A row of the feed cannot be imported; its number counts from 1."""

    def __init__(self, number):
        super().__init__(f"Row {number} cannot be imported.")
        self.number = number


def key_of(model, field, names):
    return dict(model.objects.filter(**{f"{field}__in": names}).values_list(field, "pk"))


def import_chunk(rows, start):
    contests = key_of(Contest, "slug", {row["contest"] for row in rows})
    people = key_of(User, "username", {row["user"] for row in rows})
    attempts = []
    for number, row in enumerate(rows, start + 1):
        if row["contest"] not in contests or row["user"] not in people:
            raise BadRow(number)
        attempt = Attempt(contest_id=contests[row["contest"]], user_id=people[row["user"]])
        for name in ("started_at", "finished_at", "score"):
            setattr(attempt, name, row[name])
        try:
            attempt.clean_fields(exclude=["contest", "user"])
        except ValidationError:
            raise BadRow(number) from None
        attempts.append(attempt)
    return [attempt.pk for attempt in Attempt.objects.bulk_create(attempts)]


@transaction.atomic
def import_results(rows):
    keys = []
    for start in range(0, len(rows), CHUNK):
        keys += import_chunk(rows[start : start + CHUNK], start)
    return keys
