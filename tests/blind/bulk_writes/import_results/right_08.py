"""Right: SQL with a VALUES list for every 250 rows and RETURNING; the lookups are values_list() dictionaries."""

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest

SIZE = 250


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


def insert(cursor, records):
    one = "(%s, %s, %s::timestamptz, %s::timestamptz, %s::integer, '')"
    cursor.execute(
        f"INSERT INTO {Attempt._meta.db_table}"
        " (contest_id, user_id, started_at, finished_at, score, medal)"
        f" VALUES {', '.join([one] * len(records))} RETURNING id",
        [value for record in records for value in record],
    )
    return [key for (key,) in cursor.fetchall()]


@transaction.atomic
def import_results(rows):
    rows = list(rows)
    slugs = {name_of(row["contest"]) for row in rows} - {None}
    usernames = {name_of(row["user"]) for row in rows} - {None}
    contests = dict(Contest.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    users = dict(User.objects.filter(username__in=usernames).values_list("username", "pk"))
    records = []
    for number, row in enumerate(rows, 1):
        contest_id = contests.get(name_of(row["contest"]))
        user_id = users.get(name_of(row["user"]))
        values = cleaned(row)
        if None in (contest_id, user_id, values):
            raise BadRow(number)
        records.append(
            (contest_id, user_id, *(field.get_prep_value(values[field.name]) for field in FIELDS))
        )
    keys = []
    with connection.cursor() as cursor:
        for start in range(0, len(records), SIZE):
            keys += insert(cursor, records[start : start + SIZE])
    return keys
