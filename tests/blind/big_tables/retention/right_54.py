"""A small class per month; add_month() just tries, and takes PostgreSQL's "already there" for done."""

from dataclasses import dataclass
from datetime import date

from django.db import ProgrammingError, connection, migrations, transaction
from psycopg.errors import DuplicateTable

TABLE = """
CREATE TABLE visit (
    id bigint GENERATED ALWAYS AS IDENTITY,
    seen_at timestamptz NOT NULL,
    path text NOT NULL,
    PRIMARY KEY (id, seen_at)
) PARTITION BY RANGE (seen_at)
"""

operations = [migrations.RunSQL(TABLE, "DROP TABLE visit")]


PREFIX = "visit_month_"


@dataclass(frozen=True, order=True)
class Month:
    year: int
    number: int

    @classmethod
    def of(cls, day):
        return cls(day.year, day.month)

    @property
    def next(self):
        return Month(self.year + 1, 1) if self.number == 12 else Month(self.year, self.number + 1)

    @property
    def partition(self):
        return f"{PREFIX}{self.year:04}{self.number:02}"

    @property
    def begin(self):
        return f"{date(self.year, self.number, 1).isoformat()} 00:00:00 UTC"


def run(sql, params=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


def add_month(first):
    month = Month.of(first)
    try:
        with transaction.atomic():
            run(
                f"CREATE TABLE {month.partition} PARTITION OF visit "
                f"FOR VALUES FROM ('{month.begin}') TO ('{month.next.begin}')"
            )
    except ProgrammingError as error:
        if not isinstance(error.__cause__, DuplicateTable):
            raise


def forget(before):
    rows = run("SELECT relid::regclass::text FROM pg_partition_tree('visit') WHERE isleaf AND level = 1")
    for (name,) in rows:
        digits = name.rpartition(PREFIX)[2]
        if len(digits) != 6 or not digits.isdecimal():
            continue  # somebody else's
        if Month(int(digits[:4]), int(digits[4:])) < Month.of(before):
            run(f"DROP TABLE IF EXISTS {name}")


def views(path, first):
    month = Month.of(first)
    [(number,)] = run(
        f"""
        SELECT count(*) FROM visit
        WHERE path = %s AND seen_at >= '{month.begin}' AND seen_at < '{month.next.begin}'
        """,
        [path],
    )
    return number
