"""RIGHT: keys are drawn from the sequence first, and raw INSERTs of 500 rows use them."""

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from arena.accounts.models import User
from arena.contests.models import Attempt, Contest


class BadRow(ValueError):
    """A row of the feed cannot be imported; its number counts from 1."""

    def __init__(self, number):
        super().__init__(f"Row {number} cannot be imported.")
        self.number = number


def cleaned(name, value):
    field = Attempt._meta.get_field(name)
    if value is None and field.null:
        return None
    return field.get_prep_value(field.clean(value, None))


@transaction.atomic
def import_results(rows):
    rows = list(rows)
    contests = dict(
        Contest.objects.filter(slug__in={row["contest"] for row in rows}).values_list("slug", "pk")
    )
    users = dict(
        User.objects.filter(username__in={row["user"] for row in rows}).values_list(
            "username", "pk"
        )
    )
    ready = []
    for number, row in enumerate(rows, 1):
        contest, user = contests.get(row["contest"]), users.get(row["user"])
        if contest is None or user is None:
            raise BadRow(number)
        try:
            times = [cleaned(name, row[name]) for name in ("started_at", "finished_at")]
            ready.append([contest, user, *times, cleaned("score", row["score"])])
        except ValidationError:
            raise BadRow(number) from None
    if not ready:
        return []
    table = Attempt._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table, len(ready)],
        )
        keys = [key for (key,) in cursor.fetchall()]
        for start in range(0, len(ready), 500):
            some = list(zip(keys[start : start + 500], ready[start : start + 500], strict=True))
            cursor.execute(
                f"INSERT INTO {table}"
                " (id, contest_id, user_id, started_at, finished_at, score, medal) VALUES "
                + ", ".join(["(%s, %s, %s, %s, %s, %s, '')"] * len(some)),
                [value for key, values in some for value in (key, *values)],
            )
    return keys
