"""Each night Arena deletes old visits for an hour, and the table never gets smaller.

Change the operations of the migration and the three functions: each month becomes a partition of
`visit`, and old visits go with their partition. Its name is up to you.

`first` and `before` are dates: a month's first day in UTC, whatever the session's time zone.

Rules:
- table: `visit` has the same columns. PostgreSQL assigns the id, which is in the primary key.
- months: add_month() makes a month's partition before any visit comes. A second call does nothing.
- forget: forget() drops the tables of all earlier months, and no other.
- count: views() returns how many visits a path had in a month; 0 in a month without a partition.
- one partition: views() reads no other month.

Allowed:
- pages: forget() touches at most 10,000, however many visits there are.
"""

from django.db import connection, migrations

TABLE = """
CREATE TABLE visit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    seen_at timestamptz NOT NULL,
    path text NOT NULL
)
"""  # TODO: one table for all months, so that a month can only go row by row.

operations = [migrations.RunSQL(TABLE, "DROP TABLE visit")]


def add_month(first):
    pass


def forget(before):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM visit WHERE seen_at < %s", [before])


def views(path, first):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM visit WHERE path = %s AND date_trunc('month', seen_at) = %s",
            [path, first],
        )
        return cursor.fetchone()[0]
