"""RIGHT: LEFT JOIN, GROUP BY and HAVING; PostgreSQL returns the list itself, as one array."""

from django.db import connection


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT coalesce(array_agg(name::text ORDER BY name), '{}'::text[])
              FROM (
                SELECT s.indexrelname AS name
                  FROM pg_stat_user_indexes s
                  JOIN pg_index i USING (indexrelid)
             LEFT JOIN pg_constraint f
                    ON f.conrelid = i.indrelid
                   AND f.contype = 'f'
                   AND f.conkey @> ARRAY[i.indkey[0]]
                 WHERE s.schemaname = 'public'
                   AND NOT (i.indisprimary OR i.indisunique OR i.indisexclusion)
              GROUP BY s.indexrelid, s.indexrelname
                HAVING max(s.idx_scan) = 0 AND count(f.oid) = 0
              ) AS useless
            """
        )
        (names,) = cursor.fetchone()
    return list(names)
