"""Right: the first bad row is looked for in three separate checks, and the least number wins; nothing but
checked columns reaches the one transaction, which holds the bulk_create() only.
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


def keys_for(queryset, field, names):
    """Return a key for each name, None for those unknown."""
    wanted = set(names) - {None}
    known = {
        found[field]: found["pk"]
        for found in queryset.filter(**{f"{field}__in": wanted}).values("pk", field)
    }
    return [known.get(name) for name in names]


def import_results(rows):
    rows = list(rows)
    columns = [
        keys_for(Contest.objects.all(), "slug", [name_of(row["contest"]) for row in rows]),
        keys_for(User.objects.all(), "username", [name_of(row["user"]) for row in rows]),
        [cleaned(row) for row in rows],
    ]
    bad = [column.index(None) + 1 for column in columns if None in column]
    if bad:
        raise BadRow(min(bad))
    attempts = [
        Attempt(contest_id=contest_id, user_id=user_id, **values)
        for contest_id, user_id, values in zip(*columns)
    ]
    with transaction.atomic():
        created = Attempt.objects.bulk_create(attempts)
    return [attempt.pk for attempt in created]
