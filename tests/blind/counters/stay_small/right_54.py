"""A post has as many slots as it had likers at the same moment: like() adds to a slot that is free, or to a new one."""

from django.db import connection

from arena.discuss.models import Post


def prepare():
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE like_slot (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
            " post_id bigint NOT NULL, likes bigint NOT NULL) WITH (fillfactor = 70)"
        )
        cursor.execute("CREATE INDEX like_slot_of_post ON like_slot (post_id)")


def like(post_id):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH free AS (
                SELECT id FROM like_slot WHERE post_id = %(post)s LIMIT 1 FOR UPDATE SKIP LOCKED
            ), added AS (
                UPDATE like_slot SET likes = likes + 1 FROM free WHERE like_slot.id = free.id RETURNING 1
            )
            INSERT INTO like_slot (post_id, likes)
            SELECT %(post)s, 1 WHERE NOT EXISTS (SELECT 1 FROM added)
            """,
            {"post": post_id},
        )


def top(limit):
    # A raw query, because the slots have no model. Posts without a slot have their kept_likes.
    posts = Post.objects.raw(
        """
        SELECT id, kept_likes + coalesce(
            (SELECT sum(likes) FROM like_slot WHERE like_slot.post_id = discuss_post.id), 0
        )::bigint AS total
        FROM discuss_post
        ORDER BY total DESC, id DESC
        LIMIT %s
        """,
        [limit],
    )
    return [(post.pk, post.total) for post in posts]
