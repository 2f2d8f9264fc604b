"""The ORM locks posts unchanged since the snapshot; their numbers go back in one UPDATE FROM unnest."""

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
    numbers = dict(
        Post.objects.select_for_update(skip_locked=True, no_key=True)
        .annotate(number=NUMBER, seen=SEEN)
        .filter(~Q(kept_comments=F("number")), kept_comments=F("seen"))
        .values_list("pk", "number")
    )
    if numbers:
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {Post._meta.db_table} p SET kept_comments = n.number"
                " FROM unnest(%s::bigint[], %s::bigint[]) AS n(id, number) WHERE n.id = p.id",
                [list(numbers), list(numbers.values())],
            )
    return sorted(numbers)
