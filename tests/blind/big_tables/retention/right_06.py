"""RIGHT: Django's own model for reading, in a registry of its own; add_month() makes an ordinary table and
attaches it.
"""

from datetime import datetime, timezone

from django.apps.registry import Apps
from django.db import connection, migrations, models, transaction

TABLE = """
CREATE TABLE visit (
    id bigint GENERATED ALWAYS AS IDENTITY,
    seen_at timestamptz NOT NULL,
    path text NOT NULL,
    PRIMARY KEY (id, seen_at)
) PARTITION BY RANGE (seen_at)
"""

operations = [migrations.RunSQL(TABLE, "DROP TABLE visit")]


class Visit(models.Model):
    """A visit; its table is made by the SQL above."""

    seen_at = models.DateTimeField()
    path = models.TextField()

    class Meta:
        """No app knows this model."""

        apps = Apps()
        app_label = "visits"
        db_table = "visit"
        managed = False


def _month(first):
    start = datetime(first.year, first.month, 1, tzinfo=timezone.utc)
    if first.month == 12:
        end = start.replace(year=first.year + 1, month=1)
    else:
        end = start.replace(month=first.month + 1)
    return start, end


def add_month(first):
    name = f"visit_month_{first.year:04}{first.month:02}"
    start, end = _month(first)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [name])
        if cursor.fetchone()[0]:
            return
        cursor.execute(f"CREATE TABLE {name} (LIKE visit INCLUDING DEFAULTS INCLUDING CONSTRAINTS)")
        cursor.execute(
            f"ALTER TABLE visit ATTACH PARTITION {name} "
            f"FOR VALUES FROM ('{start:%Y-%m-%d %H:%M}+00') TO ('{end:%Y-%m-%d %H:%M}+00')"
        )


def forget(before):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relid::regclass::text FROM pg_partition_tree('visit') WHERE level = 1"
        )
        names = [name for (name,) in cursor.fetchall()]
        limit = f"{before.year:04}{before.month:02}"
        for name in names:
            if name.rpartition("_")[2] < limit:
                cursor.execute(f"DROP TABLE {name}")


def views(path, first):
    start, end = _month(first)
    return Visit.objects.filter(path=path, seen_at__gte=start, seen_at__lt=end).count()
