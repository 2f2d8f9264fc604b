"""Breaks rows: builds the rows in a dict by title, so two posts of the same title become one row.

Shows when two of the shown posts have equal titles ("Weekly results"): one of them is missing, and
its counts are those of the other."""

from django.db.models import Count

from arena.discuss.models import Comment, Like, Post


def totals(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    shown = list(posts.only("title")[:limit])
    comments = Comment.objects.filter(post__in=shown, is_approved=True).values_list("post_id")
    likes = Like.objects.filter(post__in=shown).values_list("post_id")
    comments = dict(comments.annotate(n=Count("pk")))
    likes = dict(likes.annotate(n=Count("pk")))
    rows = {}
    for post in shown:
        row = {"title": post.title, "comments": 0, "likes": 0}
        row["comments"] = comments.get(post.pk, 0)
        row["likes"] = likes.get(post.pk, 0)
        rows[post.title] = row
    return list(rows.values())
