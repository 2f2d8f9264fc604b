"""The ORM locks, a CTE recounts and PostgreSQL sorts the keys."""

from django.db import connection, transaction
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from arena.discuss.models import Comment, Post

APPROVED = (
    Comment.objects.filter(post=OuterRef("pk"), is_approved=True)
    .order_by()
    .values("post")
    .annotate(n=Count("*"))
    .values("n")
)
NUMBER = Coalesce(Subquery(APPROVED), 0)
SEEN = Subquery(Post.objects.filter(pk=OuterRef("pk")).values("kept_comments")[:1])


@transaction.atomic
def repair():
    wrong = Post.objects.alias(number=NUMBER).exclude(kept_comments=F("number"))
    wrong = wrong.select_for_update(skip_locked=True, no_key=True)
    keys = list(wrong.values_list("pk", flat=True))
    if not keys:
        return keys
    post, comment = Post._meta.db_table, Comment._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH numbers AS MATERIALIZED (
                SELECT p.id, count(c.id) FILTER (WHERE c.is_approved) AS n
                FROM {post} p LEFT JOIN {comment} c ON c.post_id = p.id
                WHERE p.id = ANY(%s) GROUP BY p.id
            ), done AS (
                UPDATE {post} p SET kept_comments = n.n FROM numbers n
                WHERE n.id = p.id AND p.kept_comments <> n.n RETURNING p.id
            )
            SELECT id FROM done ORDER BY id
            """,
            [keys],
        )
        return [key for (key,) in cursor.fetchall()]
