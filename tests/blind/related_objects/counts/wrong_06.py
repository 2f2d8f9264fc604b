"""WRONG (limit: fetched): also fetches the counts of posts tied with the last, beyond the limit."""

from django.db.models import Count

from arena.discuss.models import Comment, Like, Post


def totals(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    page = list(posts.only("pk", "title", "published_at")[:limit])
    if not page:
        return []
    # The shown posts are those since the oldest of them: no long list of ids is needed.
    since = page[-1].published_at
    comments = dict(
        Comment.objects.filter(is_approved=True, post__published_at__gte=since)
        .values("post_id")
        .annotate(n=Count("pk"))
        .values_list("post_id", "n")
    )
    likes = dict(
        Like.objects.filter(post__published_at__gte=since)
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
