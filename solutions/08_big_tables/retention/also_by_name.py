"""The partition is asked by its own name, and dropped without a DETACH."""

from datetime import timedelta

from django.db import connection, migrations


def create(apps, schema_editor):
    schema_editor.execute(
        "CREATE TABLE visit (id bigint GENERATED ALWAYS AS IDENTITY, seen_at timestamptz NOT NULL,"
        " path text NOT NULL, PRIMARY KEY (id, seen_at)) PARTITION BY RANGE (seen_at)"
    )


operations = [migrations.RunPython(create, migrations.RunPython.noop)]


def add_month(first):
    after = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    if partition(first) not in partitions():
        ask(
            f"CREATE TABLE {partition(first)} PARTITION OF visit"
            f" FOR VALUES FROM ('{first} 00:00+00') TO ('{after} 00:00+00')"
        )


def forget(before):
    for name in sorted(partitions()):
        if name < partition(before):
            ask(f"DROP TABLE {name}")


def views(path, first):
    if partition(first) not in partitions():
        return 0
    [[number]] = ask(f"SELECT count(*) FROM {partition(first)} WHERE path = %s", path)
    return number


def partition(first):
    return f"visit_p{first:%Y%m}"


def partitions():
    return {
        name for [name] in ask("SELECT relid::text FROM pg_partition_tree('visit') WHERE isleaf")
    }


def ask(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else None
