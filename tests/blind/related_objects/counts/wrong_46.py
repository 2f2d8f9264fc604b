"""Breaks queries: counts in batches of 100 posts, two queries for each batch.

With up to 200 posts that is 5 queries; with more, as in totals(500), the number grows with them."""

from django.db.models import Count

from arena.discuss.models import Comment, Like, Post

BATCH = 100


def totals(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    shown = list(posts.values_list("pk", "title")[:limit])
    comments, likes = {}, {}
    for first in range(0, len(shown), BATCH):
        keys = [pk for pk, _ in shown[first : first + BATCH]]
        said = Comment.objects.filter(post__in=keys, is_approved=True).values_list("post_id")
        liked = Like.objects.filter(post__in=keys).values_list("post_id")
        comments.update(said.annotate(n=Count("pk")))
        likes.update(liked.annotate(n=Count("pk")))
    return [
        {"title": title, "comments": comments.get(pk, 0), "likes": likes.get(pk, 0)}
        for pk, title in shown
    ]
