"""WRONG (rule: writers): the first query reads the wrong posts' numbers without a lock, the second sets them; a comment committed between the two is lost."""

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
    wrong = dict(
        Post.objects.annotate(number=NUMBER)
        .exclude(kept_comments=F("number"))
        .values_list("pk", "number")
    )
    if not wrong:
        return []
    table = Post._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH free AS MATERIALIZED (
                SELECT id FROM {table} WHERE id = ANY(%s) FOR NO KEY UPDATE SKIP LOCKED
            )
            UPDATE {table} p SET kept_comments = n.number
            FROM free f JOIN unnest(%s::bigint[], %s::bigint[]) AS n(id, number) ON n.id = f.id
            WHERE p.id = f.id AND p.kept_comments <> n.number
            RETURNING p.id
            """,
            [list(wrong), list(wrong), list(wrong.values())],
        )
        return sorted(key for (key,) in cursor.fetchall())
