"""WRONG (rule: no error): no SKIP LOCKED; a writer who moves a comment from a later wrong post to an earlier one deadlocks with it, and one of the two fails."""

from django.db import connection, transaction

from arena.discuss.models import Comment, Post

POST, COMMENT = Post._meta.db_table, Comment._meta.db_table


COUNT = f"(SELECT count(*) FROM {COMMENT} c WHERE c.post_id = p.id AND c.is_approved)"


@transaction.atomic
def repair():
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.id FROM {POST} p WHERE p.kept_comments <> {COUNT}"
            " ORDER BY p.id FOR NO KEY UPDATE"
        )
        keys = [key for (key,) in cursor.fetchall()]
        if not keys:
            return []
        cursor.execute(
            f"UPDATE {POST} p SET kept_comments = {COUNT}"
            f" WHERE p.id = ANY(%s) AND p.kept_comments <> {COUNT} RETURNING p.id",
            [keys],
        )
        return sorted(key for (key,) in cursor.fetchall())
