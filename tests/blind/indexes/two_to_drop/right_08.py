"""Right: two plain queries, put together in Python."""

from django.db import connection


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.indexrelname, s.idx_scan, s.relid, i.indkey[0],"
            " i.indisprimary OR i.indisunique OR i.indisexclusion"
            " FROM pg_stat_user_indexes s JOIN pg_index i USING (indexrelid)"
            " WHERE s.schemaname = 'public'"
        )
        indexes = cursor.fetchall()
        cursor.execute(
            "SELECT DISTINCT conrelid, unnest(conkey) FROM pg_constraint WHERE contype = 'f'"
        )
        foreign_keys = set(cursor.fetchall())
    names = []
    for name, scans, table, first_column, is_rule in indexes:
        if scans or is_rule or (table, first_column) in foreign_keys:
            continue
        names.append(name)
    return sorted(names)
