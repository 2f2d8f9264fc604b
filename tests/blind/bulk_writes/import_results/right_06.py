"""Right: JSON and a single statement; it inserts only if every name is known, and tells the first unknown one."""

import json

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


IMPORT = f"""
    WITH feed AS MATERIALIZED (
        SELECT f.number, c.id AS contest_id, u.id AS user_id,
               f.started_at, f.finished_at, f.score
        FROM jsonb_to_recordset(%s::jsonb) AS f (
            number integer, slug text, username text,
            started_at timestamptz, finished_at timestamptz, score integer
        )
        LEFT JOIN {Contest._meta.db_table} AS c ON c.slug = f.slug
        LEFT JOIN {User._meta.db_table} AS u ON u.username = f.username
    ),
    unknown AS (
        SELECT min(number) AS number FROM feed WHERE contest_id IS NULL OR user_id IS NULL
    ),
    added AS (
        INSERT INTO {Attempt._meta.db_table}
            (contest_id, user_id, started_at, finished_at, score, medal)
        SELECT contest_id, user_id, started_at, finished_at, score, ''
        FROM feed
        WHERE (SELECT number FROM unknown) IS NULL AND %s
        ORDER BY number
        RETURNING id
    )
    SELECT (SELECT number FROM unknown), (SELECT array_agg(id ORDER BY id) FROM added)
"""


def record(number, row, values):
    moments = {
        name: values[name] and Attempt._meta.get_field(name).get_prep_value(values[name])
        for name in ("started_at", "finished_at")
    }
    return {
        "number": number,
        "slug": name_of(row["contest"]),
        "username": name_of(row["user"]),
        "score": values["score"],
        # Not DjangoJSONEncoder: that cuts microseconds off.
        **{name: moment and moment.isoformat() for name, moment in moments.items()},
    }


@transaction.atomic
def import_results(rows):
    feed, refused = [], None
    for number, row in enumerate(rows, 1):
        values = cleaned(row)
        if values is None:
            # The names of this row and of those before it are still looked up; nothing is inserted.
            refused = number
            values = dict.fromkeys(("started_at", "finished_at", "score"))
        feed.append(record(number, row, values))
        if refused:
            break
    with connection.cursor() as cursor:
        cursor.execute(IMPORT, [json.dumps(feed), refused is None])
        unknown, keys = cursor.fetchone()
    if unknown or refused:
        raise BadRow(unknown or refused)
    return keys or []
