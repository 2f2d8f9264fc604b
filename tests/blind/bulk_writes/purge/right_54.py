"""Keys travel as arrays, one row each; one statement deletes a slice, after posts and rows were locked without waiting."""

from django.db import connection, transaction

TABLES = ("discuss_comment", "discuss_like", "discuss_likeshard", "discuss_post_tags")

OLD = """
published_at < %s
AND (contest_id IS NULL OR contest_id IN (SELECT id FROM contests_contest WHERE closes_at < %s))
"""

POSTS = f"""
SELECT array_agg(id ORDER BY id)
FROM (
    SELECT id FROM discuss_post WHERE id > %s AND {OLD} ORDER BY id LIMIT 100
    FOR UPDATE SKIP LOCKED
) AS locked
"""

BUSY = """
WITH got AS MATERIALIZED (
    SELECT id FROM {0} WHERE post_id = ANY(%s::bigint[]) FOR UPDATE SKIP LOCKED
)
SELECT array_agg(DISTINCT post_id) FROM {0}
WHERE post_id = ANY(%s::bigint[]) AND id NOT IN (SELECT id FROM got)
"""

# Asks again whether the posts are old: a contest may have been prolonged since the first statement.
DELETE = (
    f"WITH old AS MATERIALIZED (SELECT id FROM discuss_post WHERE id = ANY(%s::bigint[]) AND {OLD}), "
    + ", ".join(
        f"from_{table} AS (DELETE FROM {table} WHERE post_id IN (SELECT id FROM old))"
        for table in TABLES
    )
    + " DELETE FROM discuss_post WHERE id IN (SELECT id FROM old)"
)


def array(cursor, sql, params):
    cursor.execute(sql, params)
    return cursor.fetchone()[0] or []


def purge(before):
    last = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            posts = array(cursor, POSTS, [last, before, before])
            if not posts:
                return
            last = posts[-1]
            free = set(posts)
            for table in TABLES:
                free.difference_update(array(cursor, BUSY.format(table), [posts, posts]))
            if free:
                cursor.execute(DELETE, [sorted(free), before, before])
