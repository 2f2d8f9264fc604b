"""WRONG (rule: result): the keys come in the order of RETURNING, which isn't ascending once rows have moved in the table or a hash join is used."""

from django.db import connection, transaction

from arena.discuss.models import Comment, Post

POST, COMMENT = Post._meta.db_table, Comment._meta.db_table


COUNTS = f"SELECT post_id, count(*) AS n FROM {COMMENT} WHERE is_approved GROUP BY post_id"


@transaction.atomic
def repair():
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.id FROM {POST} p LEFT JOIN ({COUNTS}) k ON k.post_id = p.id"
            " WHERE p.kept_comments <> coalesce(k.n, 0)"
            " ORDER BY p.id FOR NO KEY UPDATE OF p SKIP LOCKED"
        )
        keys = [key for (key,) in cursor.fetchall()]
        if not keys:
            return []
        cursor.execute(
            f"UPDATE {POST} p SET kept_comments = s.n FROM ("
            f"  SELECT q.id, coalesce(k.n, 0) AS n FROM {POST} q"
            f"  LEFT JOIN ({COUNTS}) k ON k.post_id = q.id) s"
            " WHERE s.id = p.id AND p.id = ANY(%s) AND p.kept_comments <> s.n RETURNING p.id",
            [keys],
        )
        return [key for (key,) in cursor.fetchall()]
