"""No transaction: read wrong posts in one snapshot, then compare and set those that nobody holds."""

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


def repair():
    wrong = list(
        Post.objects.annotate(number=NUMBER)
        .exclude(kept_comments=F("number"))
        .values_list("pk", "kept_comments", "number")
    )
    if not wrong:
        return []
    table = Post._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH free AS MATERIALIZED (
                SELECT p.id, s.kept, s.number
                FROM {table} p
                JOIN unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS s(id, kept, number)
                    ON s.id = p.id AND s.kept = p.kept_comments
                FOR NO KEY UPDATE OF p SKIP LOCKED
            )
            UPDATE {table} p SET kept_comments = f.number
            FROM free f WHERE f.id = p.id AND f.kept = p.kept_comments
            RETURNING p.id
            """,
            [list(column) for column in zip(*wrong)],
        )
        return sorted(key for (key,) in cursor.fetchall())
