"""WRONG (rule: bad row): the keys of contests are remembered from feed to feed; when a contest got another
slug (or was deleted) since an earlier import, its old slug is still accepted.
"""

from django.core.exceptions import ValidationError
from django.db import transaction

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest

_contest_keys = {}


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


def contest_keys(slugs):
    """Return the keys of the contests; those that are not known yet are looked up at once."""
    new = {slug for slug in slugs if slug not in _contest_keys}
    if new:
        _contest_keys.update(Contest.objects.filter(slug__in=new).values_list("slug", "pk"))
    return _contest_keys


@transaction.atomic
def import_results(rows):
    rows = list(rows)
    contests = contest_keys({name_of(row["contest"]) for row in rows} - {None})
    users = User.objects.in_bulk(
        {name_of(row["user"]) for row in rows} - {None}, field_name="username"
    )
    attempts = []
    for number, row in enumerate(rows, 1):
        contest_id = contests.get(name_of(row["contest"]))
        user = users.get(name_of(row["user"]))
        values = cleaned(row)
        if contest_id is None or user is None or values is None:
            raise BadRow(number)
        attempts.append(Attempt(contest_id=contest_id, user=user, **values))
    return [attempt.pk for attempt in Attempt.objects.bulk_create(attempts)]
