"""RIGHT: a beginner's: fetches a line with everything about each index, and a loop of ifs decides."""

from django.db import connection


def to_drop():
    names = []
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT pg_namespace.nspname,
                   pg_class.relname,
                   coalesce(pg_stat_get_numscans(pg_class.oid), 0),
                   pg_index.indisprimary,
                   pg_index.indisunique,
                   pg_index.indisexclusion,
                   (SELECT count(*)
                      FROM pg_constraint
                     WHERE pg_constraint.contype = 'f'
                       AND pg_constraint.conrelid = pg_index.indrelid
                       AND pg_index.indkey[0] = ANY (pg_constraint.conkey))
              FROM pg_index
              JOIN pg_class ON pg_class.oid = pg_index.indexrelid
              JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
             WHERE pg_class.relkind = 'i'
            """
        )
        rows = cursor.fetchall()
    for schema, name, scans, is_primary, is_unique, is_exclusion, foreign_keys in rows:
        if schema != "public":
            continue
        if scans > 0:
            continue
        if is_primary or is_unique or is_exclusion:
            continue
        if foreign_keys > 0:
            continue
        names.append(name)
    names.sort()
    return names
