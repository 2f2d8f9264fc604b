"""WRONG (rule: bad row): values are made with to_python() and checked by hand, without the field's upper
bound; a score over 2147483647 raises the database's DataError instead of BadRow.
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
    """Return the row's values as the fields want them; None if one cannot be stored."""
    given = [(field, row[field.name]) for field in FIELDS]
    try:
        values = {field.name: field.to_python(value) for field, value in given}
    except (ValidationError, TypeError, OverflowError):
        return None
    if values["started_at"] is None:
        return None
    if values["score"] is not None and values["score"] < 0:
        return None
    return values


def name_of(value):
    """Return what the database can be asked for; None is nobody's name."""
    return None if value is None or "\0" in str(value) else str(value)


@transaction.atomic
def import_results(rows):
    rows = list(rows)
    contests = Contest.objects.in_bulk(
        {name_of(row["contest"]) for row in rows} - {None}, field_name="slug"
    )
    users = User.objects.in_bulk(
        {name_of(row["user"]) for row in rows} - {None}, field_name="username"
    )
    attempts = []
    for number, row in enumerate(rows, 1):
        contest = contests.get(name_of(row["contest"]))
        user = users.get(name_of(row["user"]))
        values = cleaned(row)
        if contest is None or user is None or values is None:
            raise BadRow(number)
        attempts.append(Attempt(contest=contest, user=user, **values))
    return [attempt.pk for attempt in Attempt.objects.bulk_create(attempts)]
