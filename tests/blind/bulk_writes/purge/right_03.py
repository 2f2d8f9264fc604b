"""The ids of a slice stay in the database, in a temporary table."""

from django.db import connection, transaction

TABLES = ("discuss_comment", "discuss_like", "discuss_likeshard", "discuss_post_tags")
FILL = """
    INSERT INTO purged (id)
    SELECT p.id
    FROM discuss_post p LEFT JOIN contests_contest c ON c.id = p.contest_id
    WHERE p.id > %(last)s
        AND p.published_at < %(before)s
        AND (p.contest_id IS NULL OR c.closes_at < %(before)s)
    ORDER BY p.id
    LIMIT 100
    FOR UPDATE OF p SKIP LOCKED
"""
SPARE = """
    WITH free AS MATERIALIZED (
        SELECT id FROM {table} WHERE post_id IN (SELECT id FROM purged) FOR UPDATE SKIP LOCKED
    )
    DELETE FROM purged WHERE id IN (
        SELECT post_id FROM {table}
        WHERE post_id IN (SELECT id FROM purged) AND id NOT IN (SELECT id FROM free)
    )
"""


def purge(before):
    last = 0
    while last is not None:
        last = purge_slice(before, last)


def purge_slice(before, last):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE purged (id bigint PRIMARY KEY) ON COMMIT DROP")
        cursor.execute(FILL, {"last": last, "before": before})
        cursor.execute("SELECT max(id) FROM purged")
        (last,) = cursor.fetchone()
        if last is not None:
            for table in TABLES:
                cursor.execute(SPARE.format(table=table))
            for table in TABLES:
                cursor.execute(f"DELETE FROM {table} t USING purged WHERE t.post_id = purged.id")
            cursor.execute("DELETE FROM discuss_post p USING purged WHERE p.id = purged.id")
        cursor.execute("DROP TABLE purged")
    return last
