"""Takes 100 rows at a time: one query for their contests, one for their users, and one bulk_create()."""

from itertools import islice

from django.core.exceptions import ValidationError
from django.db import transaction

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest

BATCH = 100
VALUES = [Attempt._meta.get_field(name) for name in ("started_at", "finished_at", "score")]


class BadRow(ValueError):
    """A row of the feed cannot be imported; its number counts from 1."""

    def __init__(self, number):
        super().__init__(f"Row {number} cannot be imported.")
        self.number = number


def text(name):
    return None if name is None else str(name)


def storable(name):
    """Tell whether PostgreSQL can hold this text: if not, nothing there has this name."""
    try:
        return name is not None and b"\0" not in name.encode()
    except UnicodeEncodeError:
        return False


def keys_by(model, field, names):
    known = {name for name in map(text, names) if storable(name)}
    return dict(model.objects.filter(**{f"{field}__in": known}).values_list(field, "pk"))


def attempt_for(row, contests, users):
    return Attempt(
        contest_id=contests[text(row["contest"])],
        user_id=users[text(row["user"])],
        **{field.name: field.clean(row[field.name], None) for field in VALUES},
    )


@transaction.atomic
def import_results(rows):
    keys = []
    numbered = enumerate(rows, 1)
    while batch := list(islice(numbered, BATCH)):
        contests = keys_by(Contest, "slug", [row["contest"] for _, row in batch])
        users = keys_by(User, "username", [row["user"] for _, row in batch])
        attempts = []
        for number, row in batch:
            if text(row["contest"]) not in contests or text(row["user"]) not in users:
                raise BadRow(number)
            try:
                attempts.append(attempt_for(row, contests, users))
            except (ValidationError, TypeError, ValueError, OverflowError):
                raise BadRow(number) from None
        keys += [attempt.pk for attempt in Attempt.objects.bulk_create(attempts)]
    return keys
