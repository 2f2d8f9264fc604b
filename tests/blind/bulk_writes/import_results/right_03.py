"""Right: arrays go to PostgreSQL (UNNEST): one statement finds the first unknown name, one inserts with joins."""

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


JOINS = f"""
    LEFT JOIN {Contest._meta.db_table} AS c ON c.slug = f.slug
    LEFT JOIN {User._meta.db_table} AS u ON u.username = f.username
"""
FIRST_UNKNOWN = f"""
    SELECT min(f.number)
    FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS f (slug, username, number)
    {JOINS}
    WHERE c.id IS NULL OR u.id IS NULL
"""
# If a name is gone since the first statement, NOT NULL refuses the whole feed.
INSERT = f"""
    INSERT INTO {Attempt._meta.db_table} (contest_id, user_id, started_at, finished_at, score, medal)
    SELECT c.id, u.id, f.started_at, f.finished_at, f.score, ''
    FROM unnest(%s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::integer[])
        WITH ORDINALITY AS f (slug, username, started_at, finished_at, score, number)
    {JOINS}
    ORDER BY f.number
    RETURNING id
"""


@transaction.atomic
def import_results(rows):
    slugs, usernames, refused = [], [], None
    columns = {field.name: [] for field in FIELDS}
    for number, row in enumerate(rows, 1):
        slugs.append(name_of(row["contest"]))
        usernames.append(name_of(row["user"]))
        values = cleaned(row)
        if values is None:
            # Only an unknown name in this row or an earlier one can still come first.
            refused = number
            break
        for field in FIELDS:
            value = field.get_prep_value(values[field.name])
            columns[field.name].append(
                value.isoformat() if hasattr(value, "isoformat") else value
            )
    if not slugs:
        return []
    with connection.cursor() as cursor:
        cursor.execute(FIRST_UNKNOWN, [slugs, usernames])
        (unknown,) = cursor.fetchone()
        if unknown is not None or refused is not None:
            raise BadRow(refused if unknown is None else unknown)
        cursor.execute(INSERT, [slugs, usernames, *columns.values()])
        return [key for (key,) in cursor.fetchall()]
