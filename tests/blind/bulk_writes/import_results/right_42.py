"""Looks up everything in two queries, takes the keys from the sequence beforehand, and writes with COPY."""

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest

RESERVE = """
    SELECT nextval(pg_get_serial_sequence('contests_attempt', 'id'))
    FROM generate_series(1, %s)
"""
COPY = """
    COPY contests_attempt (id, contest_id, user_id, started_at, finished_at, score, medal)
    FROM STDIN
"""


class BadRow(ValueError):
    """A row of the feed cannot be imported; its number counts from 1."""

    def __init__(self, number):
        super().__init__(f"Row {number} cannot be imported.")
        self.number = number


class Keys(dict):
    """The keys of a model's rows by a unique name."""

    def __init__(self, model, field, names):
        wanted = {str(name) for name in names if name is not None}
        wanted = [name for name in wanted if good(name)]
        found = model.objects.filter(**{f"{field}__in": wanted})
        super().__init__(found.values_list(field, "pk"))

    def of(self, name):
        return None if name is None else self.get(str(name))


def good(name):
    """Tell whether the database can store this text at all."""
    return "\0" not in name and name == name.encode(errors="replace").decode()


def value(row, name):
    """Return what the database gets: checked, and times aware."""
    field = Attempt._meta.get_field(name)
    return field.get_prep_value(field.clean(row[name], None))


def checked(rows, contests, users):
    for number, row in enumerate(rows, 1):
        contest, user = contests.of(row["contest"]), users.of(row["user"])
        if contest is None or user is None:
            raise BadRow(number)
        try:
            values = [value(row, name) for name in ("started_at", "finished_at", "score")]
        except (ValidationError, TypeError, ValueError, OverflowError):
            raise BadRow(number) from None
        yield contest, user, *values, ""


@transaction.atomic
def import_results(rows):
    rows = list(rows)
    contests = Keys(Contest, "slug", [row["contest"] for row in rows])
    users = Keys(User, "username", [row["user"] for row in rows])
    attempts = list(checked(rows, contests, users))
    if not attempts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(RESERVE, [len(attempts)])
        keys = [key for (key,) in cursor.fetchall()]
        with connection.wrap_database_errors, cursor.copy(COPY) as copy:
            for key, attempt in zip(keys, attempts, strict=True):
                copy.write_row((key, *attempt))
    return keys
