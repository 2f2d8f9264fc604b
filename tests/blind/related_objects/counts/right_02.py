"""RIGHT: three queries: the page, then two GROUP BY queries for its ids, kept in dictionaries."""

from django.db.models import Count

from arena.discuss.models import Comment, Like, Post


def totals(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    page = list(posts.only("pk", "title")[:limit])
    ids = [post.pk for post in page]
    comments = dict(
        Comment.objects.filter(post_id__in=ids, is_approved=True)
        .values("post_id")
        .annotate(n=Count("pk"))
        .values_list("post_id", "n")
    )
    likes = dict(
        Like.objects.filter(post_id__in=ids)
        .values("post_id")
        .annotate(n=Count("pk"))
        .values_list("post_id", "n")
    )
    return [
        {
            "title": post.title,
            "comments": comments.get(post.pk, 0),
            "likes": likes.get(post.pk, 0),
        }
        for post in page
    ]
