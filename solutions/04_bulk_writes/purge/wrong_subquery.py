"""The subquery isn't asked again after waiting: a post that is published anew is deleted.

Breaks: meantime
Fails: meantime
"""

from django.db import connection, transaction

POSTS = """
DELETE FROM discuss_post WHERE id = ANY(ARRAY(
    SELECT post.id FROM discuss_post AS post
    LEFT JOIN contests_contest AS contest ON contest.id = contest_id
    WHERE published_at < %(before)s AND (contest_id IS NULL OR closes_at < %(before)s)
    LIMIT 100
))
RETURNING id
"""
CHILDREN = """
WITH links AS (DELETE FROM discuss_post_tags WHERE post_id = ANY(%(keys)s)),
    likes AS (DELETE FROM discuss_like WHERE post_id = ANY(%(keys)s)),
    shards AS (DELETE FROM discuss_likeshard WHERE post_id = ANY(%(keys)s))
DELETE FROM discuss_comment WHERE post_id = ANY(%(keys)s)
"""


def purge(before):
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(POSTS, {"before": before})
            keys = [key for (key,) in cursor.fetchall()]
            if not keys:
                return
            cursor.execute(CHILDREN, {"keys": keys})
