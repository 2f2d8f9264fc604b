"""Wrong, meantime: comments, likes and links go in a transaction of their own, before that of
the post. One that is published anew between the two stays, but has lost them; so it has if
purge() is killed there."""

from django.db import connection, transaction

CHILDREN = ["discuss_comment", "discuss_like", "discuss_likeshard", "discuss_post_tags"]
LOCK = """
    SELECT post.id FROM discuss_post AS post
    LEFT JOIN contests_contest AS contest ON contest.id = post.contest_id
    WHERE post.id > %s AND post.published_at < %s
    AND (post.contest_id IS NULL OR contest.closes_at < %s)
    ORDER BY post.id LIMIT 100
    FOR UPDATE OF post SKIP LOCKED
"""
DELETE = """
    DELETE FROM discuss_post WHERE id IN (
        SELECT post.id FROM discuss_post AS post
        WHERE post.id = ANY(%s::bigint[]) AND post.published_at < %s
        AND NOT EXISTS (SELECT FROM discuss_comment AS c WHERE c.post_id = post.id)
        AND NOT EXISTS (SELECT FROM discuss_like AS l WHERE l.post_id = post.id)
        AND NOT EXISTS (SELECT FROM discuss_likeshard AS s WHERE s.post_id = post.id)
        AND NOT EXISTS (SELECT FROM discuss_post_tags AS t WHERE t.post_id = post.id)
        FOR UPDATE SKIP LOCKED
    )
"""


def purge(before):
    last = 0
    with connection.cursor() as cursor:
        while True:
            with transaction.atomic():
                cursor.execute(LOCK, [last, before, before])
                posts = [pk for (pk,) in cursor.fetchall()]
                if not posts:
                    return
                last = posts[-1]
                for table in CHILDREN:
                    cursor.execute(f"DELETE FROM {table} WHERE post_id = ANY(%s::bigint[])", [posts])
            with transaction.atomic():
                cursor.execute(DELETE, [posts, before])
