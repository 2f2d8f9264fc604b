"""Right: some rows per post outside discuss_post; a like takes one that nobody has locked, or adds one."""

from django.db import connection, transaction


@transaction.atomic
def prepare():
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE post_likes ("
            " id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
            " post_id bigint NOT NULL,"
            " likes bigint NOT NULL"
            ") WITH (fillfactor = 60)"
        )
        cursor.execute(
            "INSERT INTO post_likes (post_id, likes) "
            "SELECT id, kept_likes FROM discuss_post WHERE kept_likes > 0"
        )
        cursor.execute("CREATE INDEX post_likes_post ON post_likes (post_id)")


@transaction.atomic
def like(post_id):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM post_likes WHERE post_id = %s LIMIT 1 FOR UPDATE SKIP LOCKED",
            [post_id],
        )
        row = cursor.fetchone()
        if row:
            cursor.execute("UPDATE post_likes SET likes = likes + 1 WHERE id = %s", row)
        else:
            cursor.execute(
                "INSERT INTO post_likes (post_id, likes) "
                "SELECT id, 1 FROM discuss_post WHERE id = %s",
                [post_id],
            )


def top(limit):
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH total AS (SELECT post_id, sum(likes) AS likes FROM post_likes GROUP BY post_id) "
            "SELECT post.id, COALESCE(total.likes, 0)::bigint AS number "
            "FROM discuss_post AS post LEFT JOIN total ON total.post_id = post.id "
            "ORDER BY number DESC, post.id DESC LIMIT %s",
            [limit],
        )
        return cursor.fetchall()
