"""Right: one SELECT finds contest and user of every row together (in the feed's order); bulk_create() inserts."""

from django.core.exceptions import ValidationError
from django.db import connection, transaction

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


LOOK_UP = f"""
    SELECT c.id, u.id
    FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS f (slug, username, number)
    LEFT JOIN {Contest._meta.db_table} AS c ON c.slug = f.slug
    LEFT JOIN {User._meta.db_table} AS u ON u.username = f.username
    ORDER BY f.number
"""


def attempts_of(rows, pairs):
    for number, (row, (contest_id, user_id)) in enumerate(zip(rows, pairs), 1):
        values = cleaned(row)
        if contest_id is None or user_id is None or values is None:
            raise BadRow(number)
        yield Attempt(contest_id=contest_id, user_id=user_id, **values)


@transaction.atomic
def import_results(rows):
    rows = list(rows)
    with connection.cursor() as cursor:
        cursor.execute(
            LOOK_UP,
            [[name_of(row["contest"]) for row in rows], [name_of(row["user"]) for row in rows]],
        )
        pairs = cursor.fetchall()
    attempts = Attempt.objects.bulk_create(attempts_of(rows, pairs), batch_size=1000)
    return [attempt.pk for attempt in attempts]
