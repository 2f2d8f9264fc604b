"""Reads the page of posts, then one grouped count of comments and one of likes for just those."""

from django.db.models import Count

from arena.discuss.models import Comment, Like, Post


def _per_post(rows):
    """Count rows of comments or likes by post, in the database."""
    return dict(rows.order_by().values_list("post_id").annotate(number=Count("pk")))


def totals(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    shown = list(posts.values_list("pk", "title")[:limit])
    keys = [pk for pk, _ in shown]
    comments = _per_post(Comment.objects.filter(post__in=keys, is_approved=True))
    likes = _per_post(Like.objects.filter(post__in=keys))
    return [
        {"title": title, "comments": comments.get(pk, 0), "likes": likes.get(pk, 0)}
        for pk, title in shown
    ]
