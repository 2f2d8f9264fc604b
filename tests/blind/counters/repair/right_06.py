"""Two raw() querysets: one locks, one updates and returns what it has updated."""

from django.db import connection, transaction

from arena.discuss.models import Comment, Post

POST, COMMENT = Post._meta.db_table, Comment._meta.db_table


COUNTS = f"SELECT post_id, count(*) AS n FROM {COMMENT} WHERE is_approved GROUP BY post_id"


@transaction.atomic
def repair():
    lock = f"""
        SELECT p.id FROM {POST} p LEFT JOIN ({COUNTS}) k ON k.post_id = p.id
        WHERE p.kept_comments <> coalesce(k.n, 0)
        FOR NO KEY UPDATE OF p SKIP LOCKED
    """
    keys = [post.pk for post in Post.objects.raw(lock)]
    if not keys:
        return []
    update = f"""
        UPDATE {POST} p SET kept_comments = k.n
        FROM (
            SELECT i.id, count(c.id) AS n FROM unnest(%s::bigint[]) AS i(id)
            LEFT JOIN {COMMENT} c ON c.post_id = i.id AND c.is_approved
            GROUP BY i.id
        ) k
        WHERE k.id = p.id AND p.kept_comments <> k.n
        RETURNING p.id
    """
    return sorted(post.pk for post in Post.objects.raw(update, [keys]))
