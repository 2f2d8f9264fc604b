"""WRONG (rule: bad row): the values of all rows are checked before any name is looked up, so a refused
value is reported although an earlier row has an unknown contest or user.
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


FIELDS = [Attempt._meta.get_field(name) for name in ("started_at", "finished_at", "score")]


def cleaned(row):
    """Return the row's values as the fields want them; None if a field refuses one."""
    given = [(field, row[field.name]) for field in FIELDS]
    try:
        return {field.name: field.clean(value, None) for field, value in given}
    except (ValidationError, TypeError, OverflowError):
        return None


def name_of(value):
    """Return what the database can be asked for; None is nobody's name."""
    return None if value is None or "\0" in str(value) else str(value)


@transaction.atomic
def import_results(rows):
    feed = []
    for number, row in enumerate(rows, 1):
        values = cleaned(row)
        if values is None:
            # No query is needed to see that.
            raise BadRow(number)
        feed.append((name_of(row["contest"]), name_of(row["user"]), values))
    contests = Contest.objects.in_bulk(
        {slug for slug, _, _ in feed if slug is not None}, field_name="slug"
    )
    users = User.objects.in_bulk(
        {name for _, name, _ in feed if name is not None}, field_name="username"
    )
    attempts = []
    for number, (slug, name, values) in enumerate(feed, 1):
        if slug not in contests or name not in users:
            raise BadRow(number)
        attempts.append(Attempt(contest=contests[slug], user=users[name], **values))
    return [attempt.pk for attempt in Attempt.objects.bulk_create(attempts)]
