"""WRONG (rule: only wrong): a post without approved comments counts NULL, which is distinct from 0, so right posts with 0 are written (though not returned)."""

from django.db import connection, transaction

from arena.discuss.models import Comment, Post

POST, COMMENT = Post._meta.db_table, Comment._meta.db_table


COUNTS = f"SELECT post_id, count(*) AS n FROM {COMMENT} WHERE is_approved GROUP BY post_id"


@transaction.atomic
def repair():
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.id FROM {POST} p LEFT JOIN ({COUNTS}) k ON k.post_id = p.id"
            " WHERE p.kept_comments IS DISTINCT FROM k.n FOR NO KEY UPDATE OF p SKIP LOCKED"
        )
        keys = [key for (key,) in cursor.fetchall()]
        if not keys:
            return []
        cursor.execute(
            f"UPDATE {POST} p SET kept_comments = (SELECT count(*) FROM {COMMENT} c"
            "  WHERE c.post_id = p.id AND c.is_approved)"
            " WHERE p.id = ANY(%s) RETURNING p.id, old.kept_comments <> new.kept_comments",
            [keys],
        )
        return sorted(key for key, changed in cursor.fetchall() if changed)
