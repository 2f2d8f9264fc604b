"""WRONG (rule: keys): COPY tells no keys, so they are counted back from the last one; when somebody else
inserts attempts during the COPY, the list has keys of theirs and lacks some of ours.
"""

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


TABLE = Attempt._meta.db_table
COPY = f"COPY {TABLE} (contest_id, user_id, started_at, finished_at, score, medal) FROM STDIN"


@transaction.atomic
def import_results(rows):
    rows = list(rows)
    slugs = {name_of(row["contest"]) for row in rows} - {None}
    names = {name_of(row["user"]) for row in rows} - {None}
    contests = dict(Contest.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    users = dict(User.objects.filter(username__in=names).values_list("username", "pk"))
    records = []
    for number, row in enumerate(rows, 1):
        contest_id = contests.get(name_of(row["contest"]))
        user_id = users.get(name_of(row["user"]))
        values = cleaned(row)
        if contest_id is None or user_id is None or values is None:
            raise BadRow(number)
        records.append(
            (contest_id, user_id, *(field.get_prep_value(values[field.name]) for field in FIELDS), "")
        )
    if not records:
        return []
    with connection.cursor() as cursor:
        with cursor.copy(COPY) as copy:
            for record in records:
                copy.write_row(record)
        # The last key that this session took from the sequence: nobody else moves that.
        cursor.execute("SELECT currval(pg_get_serial_sequence(%s, 'id')::regclass)", [TABLE])
        (last,) = cursor.fetchone()
    return list(range(last - len(records) + 1, last + 1))
