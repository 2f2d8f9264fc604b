"""Deletes what is free; if that wasn't all of a slice, it is rolled back and tried without the rest."""

from django.db import connection, transaction

TABLES = ["discuss_comment", "discuss_like", "discuss_likeshard", "discuss_post_tags"]
LOCK = """
    SELECT array_agg(id ORDER BY id) FROM (
        SELECT p.id
        FROM discuss_post p LEFT JOIN contests_contest c ON c.id = p.contest_id
        WHERE p.id > %(last)s
            AND p.id <> ALL(%(spared)s::bigint[])
            AND p.published_at < %(before)s
            AND (p.contest_id IS NULL OR c.closes_at < %(before)s)
        ORDER BY p.id
        LIMIT 100
        FOR UPDATE OF p SKIP LOCKED
    ) AS locked
"""
DELETE = """
    DELETE FROM {table} WHERE id IN (
        SELECT id FROM {table} WHERE post_id = ANY(%(ids)s) FOR UPDATE SKIP LOCKED
    )
"""
LEFT = " UNION ".join(f"SELECT post_id FROM {table} WHERE post_id = ANY(%(ids)s)" for table in TABLES)


class Busy(Exception):
    def __init__(self, posts):
        super().__init__(posts)
        self.posts = posts


def purge_slice(before, last, spared):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK, {"before": before, "last": last, "spared": spared})
        ids = cursor.fetchone()[0]
        if not ids:
            return None
        for table in TABLES:
            cursor.execute(DELETE.format(table=table), {"ids": ids})
        cursor.execute(LEFT, {"ids": ids})
        left = [key for (key,) in cursor.fetchall()]
        if left:
            raise Busy(left)
        cursor.execute("DELETE FROM discuss_post WHERE id = ANY(%(ids)s)", {"ids": ids})
        return ids[-1]


def purge(before):
    last, spared = 0, []
    while last is not None:
        try:
            last = purge_slice(before, last, spared)
        except Busy as busy:
            spared = spared + busy.posts
