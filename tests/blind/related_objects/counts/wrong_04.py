"""WRONG (rule: counts): an approved reply is not counted if its parent is not approved."""

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from arena.discuss.models import Comment, Like, Post


def _count(rows):
    rows = rows.filter(post=OuterRef("pk")).order_by().values("post")
    number = Subquery(rows.annotate(n=Count("pk")).values("n"))
    return Coalesce(number, 0, output_field=IntegerField())


def totals(limit=50):
    # Replies too, as long as what they reply to can be seen.
    seen = Comment.objects.filter(
        Q(parent__isnull=True) | Q(parent__is_approved=True), is_approved=True
    )
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .annotate(n_comments=_count(seen), n_likes=_count(Like.objects.all()))
        .order_by("-published_at", "-pk")
        .values_list("title", "n_comments", "n_likes")
    )
    return [
        {"title": title, "comments": comments, "likes": likes}
        for title, comments, likes in posts[:limit]
    ]
