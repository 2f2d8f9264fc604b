"""WRONG (rule: zero): a post without any comment has None comments; with only unapproved ones it has 0."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from arena.discuss.models import Comment, Like, Post


def totals(limit=50):
    comments = (
        Comment.objects.filter(post=OuterRef("pk"))
        .order_by()
        .values("post")
        .annotate(n=Count("pk", filter=Q(is_approved=True)))
        .values("n")
    )
    likes = (
        Like.objects.filter(post=OuterRef("pk"))
        .order_by()
        .values("post")
        .annotate(n=Count("pk"))
        .values("n")
    )
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    shown = Post.objects.filter(pk__in=list(posts.values_list("pk", flat=True)[:limit]))
    return [
        {"title": post.title, "comments": post.n_comments, "likes": post.n_likes}
        for post in shown.annotate(
            n_comments=Subquery(comments), n_likes=Coalesce(Subquery(likes), 0)
        ).order_by("-published_at", "-pk")
    ]
