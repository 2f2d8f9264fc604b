"""keys

After COPY the keys are counted back from the sequence's last value, as if no other client took any in between. It shows
when another client inserts attempts at the same time: some keys returned are the other one's.
"""

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest

COPY = """
    COPY contests_attempt (contest_id, user_id, started_at, finished_at, score) FROM STDIN
"""
LAST = "SELECT currval(pg_get_serial_sequence('contests_attempt', 'id'))"


class BadRow(ValueError):
    """A row of the feed cannot be imported; its number counts from 1."""

    def __init__(self, number):
        super().__init__(f"Row {number} cannot be imported.")
        self.number = number


def value(row, name):
    field = Attempt._meta.get_field(name)
    return field.get_prep_value(field.clean(row[name], None))


@transaction.atomic
def import_results(rows):
    rows = list(rows)
    contests = Contest.objects.filter(slug__in={row["contest"] for row in rows})
    contests = dict(contests.values_list("slug", "pk"))
    users = User.objects.filter(username__in={row["user"] for row in rows})
    users = dict(users.values_list("username", "pk"))
    lines = []
    for number, row in enumerate(rows, 1):
        try:
            lines.append(
                (
                    contests[row["contest"]],
                    users[row["user"]],
                    value(row, "started_at"),
                    value(row, "finished_at"),
                    value(row, "score"),
                )
            )
        except (KeyError, ValidationError, TypeError, ValueError):
            raise BadRow(number) from None
    if not lines:
        return []
    with connection.cursor() as cursor:
        with connection.wrap_database_errors, cursor.copy(COPY) as copy:
            for line in lines:
                copy.write_row(line)
        cursor.execute(LAST)
        (last,) = cursor.fetchone()
    return list(range(last - len(lines) + 1, last + 1))
