"""WRONG (rule: number): an inner join with the counts, so a post whose last approved comment is gone is never repaired to 0."""

from django.db import connection, transaction

from arena.discuss.models import Comment, Post

POST, COMMENT = Post._meta.db_table, Comment._meta.db_table


COUNTS = f"SELECT post_id, count(*) AS n FROM {COMMENT} WHERE is_approved GROUP BY post_id"


@transaction.atomic
def repair():
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.id FROM {POST} p JOIN ({COUNTS}) k ON k.post_id = p.id"
            " WHERE p.kept_comments <> k.n FOR NO KEY UPDATE OF p SKIP LOCKED"
        )
        keys = [key for (key,) in cursor.fetchall()]
        if not keys:
            return []
        cursor.execute(
            f"UPDATE {POST} p SET kept_comments = k.n FROM ({COUNTS}) k"
            " WHERE k.post_id = p.id AND p.id = ANY(%s) AND p.kept_comments <> k.n"
            " RETURNING p.id",
            [keys],
        )
        return sorted(key for (key,) in cursor.fetchall())
