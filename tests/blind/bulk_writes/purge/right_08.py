"""Locks first and asks afterwards: what of the locked posts has to stay is found with new eyes."""

from django.db import connection, transaction

TABLES = ("discuss_likeshard", "discuss_like", "discuss_post_tags", "discuss_comment")
LOCK = """
    SELECT p.id FROM discuss_post p
    WHERE p.id > %(last)s AND p.published_at < %(before)s
        AND NOT EXISTS (
            SELECT FROM contests_contest c WHERE c.id = p.contest_id AND c.closes_at >= %(before)s
        )
    ORDER BY p.id LIMIT 100
    FOR UPDATE OF p SKIP LOCKED
"""
# The contest of a post may have become another one just before it was locked.
OPEN = """
    SELECT p.id FROM discuss_post p JOIN contests_contest c ON c.id = p.contest_id
    WHERE p.id = ANY(%(ids)s) AND c.closes_at >= %(before)s
"""
BUSY = """
    WITH free AS MATERIALIZED (
        SELECT id FROM {table} WHERE post_id = ANY(%(ids)s) FOR UPDATE SKIP LOCKED
    )
    SELECT DISTINCT t.post_id
    FROM {table} t LEFT JOIN free ON free.id = t.id
    WHERE t.post_id = ANY(%(ids)s) AND free.id IS NULL
"""


def column(cursor, sql, **params):
    cursor.execute(sql, params)
    return [row[0] for row in cursor.fetchall()]


def delete(cursor, ids):
    if ids:
        for table in TABLES:
            cursor.execute(f"DELETE FROM {table} WHERE post_id = ANY(%s)", [ids])
        cursor.execute("DELETE FROM discuss_post WHERE id = ANY(%s)", [ids])


def purge(before):
    last = 0
    more = True
    while more:
        with transaction.atomic(), connection.cursor() as cursor:
            ids = column(cursor, LOCK, last=last, before=before)
            more = bool(ids)
            if more:
                last = ids[-1]
                stay = set(column(cursor, OPEN, ids=ids, before=before))
                for table in TABLES:
                    stay.update(column(cursor, BUSY.format(table=table), ids=ids))
                delete(cursor, [key for key in ids if key not in stay])
