"""Right: the keys are taken from the sequence first, as one array, and the rows are sent by COPY."""

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
TAKE_KEYS = """
    SELECT array_agg(nextval(pg_get_serial_sequence(%s, 'id')::regclass))
    FROM generate_series(1, %s)
"""
COPY = f"""
    COPY {TABLE} (id, contest_id, user_id, started_at, finished_at, score, medal) FROM STDIN
"""


def found(model, field, names):
    rows = model.objects.filter(**{f"{field}__in": set(names) - {None}})
    return dict(rows.values_list(field, "pk"))


@transaction.atomic
def import_results(rows):
    feed = [(name_of(row["contest"]), name_of(row["user"]), cleaned(row)) for row in rows]
    if not feed:
        return []
    contests = found(Contest, "slug", (slug for slug, _, _ in feed))
    users = found(User, "username", (username for _, username, _ in feed))
    records = []
    for number, (slug, username, values) in enumerate(feed, 1):
        if slug not in contests or username not in users or values is None:
            raise BadRow(number)
        moments_and_score = [field.get_prep_value(values[field.name]) for field in FIELDS]
        records.append((contests[slug], users[username], *moments_and_score, ""))
    with connection.cursor() as cursor:
        cursor.execute(TAKE_KEYS, [TABLE, len(records)])
        keys = sorted(cursor.fetchone()[0])
        with cursor.copy(COPY) as copy:
            for key, record in zip(keys, records):
                copy.write_row((key, *record))
    return keys
