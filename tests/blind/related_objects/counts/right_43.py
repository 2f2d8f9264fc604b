"""One SQL statement: a materialized page of posts, and a count of each kind beside each of its rows."""

from django.db import connections, router

from arena.discuss.models import Comment, Like, Post

SQL = """
WITH shown AS MATERIALIZED (
    SELECT id, title, published_at
    FROM {post}
    WHERE published_at IS NOT NULL
    ORDER BY published_at DESC, id DESC
    LIMIT %s
)
SELECT
    shown.title,
    (SELECT COUNT(*) FROM {comment} AS c WHERE c.post_id = shown.id AND c.is_approved),
    (SELECT COUNT(*) FROM {like} AS l WHERE l.post_id = shown.id)
FROM shown
ORDER BY shown.published_at DESC, shown.id DESC
"""


def totals(limit=50):
    connection = connections[router.db_for_read(Post)]
    quote = connection.ops.quote_name
    sql = SQL.format(
        post=quote(Post._meta.db_table),
        comment=quote(Comment._meta.db_table),
        like=quote(Like._meta.db_table),
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [limit])
        return [
            {"title": title, "comments": comments, "likes": likes}
            for title, comments, likes in cursor.fetchall()
        ]
