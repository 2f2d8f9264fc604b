"""WRONG (limit: work): joins and groups the comments of all published posts, then limits."""

from django.db.models import Count, Q

from arena.discuss.models import Like, Post


def totals(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .annotate(n_comments=Count("comments", filter=Q(comments__is_approved=True)))
        .order_by("-published_at", "-pk")
    )
    page = list(posts.values_list("pk", "title", "n_comments")[:limit])
    # Apart, for 5 comments and 4 likes are not 20 of each.
    likes = dict(
        Like.objects.filter(post_id__in=[pk for pk, _, _ in page])
        .values("post_id")
        .annotate(n=Count("pk"))
        .values_list("post_id", "n")
    )
    return [
        {"title": title, "comments": comments, "likes": likes.get(pk, 0)}
        for pk, title, comments in page
    ]
