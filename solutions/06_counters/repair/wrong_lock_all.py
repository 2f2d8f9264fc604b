"""It locks all posts before it counts: right, and nobody can write while it runs.

Breaks: no waiting
Fails: waiting
"""

from django.db import connection, transaction

from arena.discuss.models import Post

UPDATE = """
    UPDATE discuss_post SET kept_comments = counted.number
    FROM (
        SELECT post.id, count(comment.id) AS number
        FROM discuss_post AS post
        LEFT JOIN discuss_comment AS comment ON comment.post_id = post.id AND comment.is_approved
        GROUP BY post.id
    ) AS counted
    WHERE counted.id = discuss_post.id AND kept_comments <> counted.number
    RETURNING discuss_post.id
"""


@transaction.atomic
def repair():
    list(Post.objects.order_by("pk").select_for_update(no_key=True).only("pk"))
    with connection.cursor() as cursor:
        cursor.execute(UPDATE)
        return sorted(key for (key,) in cursor.fetchall())
