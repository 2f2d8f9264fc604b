"""Breaks counts: an approved reply counts only if the comment that it answers is approved, too.

Shows with an approved reply below a comment that is not approved (hidden later by a moderator)."""

from django.db.models import Count, Q

from arena.discuss.models import Comment, Like, Post


def totals(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    shown = list(posts.values_list("pk", "title")[:limit])
    keys = [pk for pk, _ in shown]
    visible = Comment.objects.filter(
        Q(parent=None) | Q(parent__is_approved=True), post__in=keys, is_approved=True
    )
    comments = dict(visible.values_list("post_id").annotate(n=Count("pk")))
    likes = dict(Like.objects.filter(post__in=keys).values_list("post_id").annotate(n=Count("pk")))
    return [
        {"title": title, "comments": comments.get(pk, 0), "likes": likes.get(pk, 0)}
        for pk, title in shown
    ]
