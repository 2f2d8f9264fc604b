"""WRONG (limit: queries): bulk_update() in batches of 500 sends a third query as soon as more than 500 posts are wrong."""

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
    wrong = list(
        Post.objects.select_for_update(skip_locked=True, no_key=True)
        .annotate(number=NUMBER, seen=SEEN)
        .filter(kept_comments=F("seen"))
        .exclude(kept_comments=F("number"))
        .only("pk")
        .order_by("pk")
    )
    for post in wrong:
        post.kept_comments = post.number
    Post.objects.bulk_update(wrong, ["kept_comments"], batch_size=500)
    return [post.pk for post in wrong]
