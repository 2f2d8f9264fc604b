"""WRONG (allowed: queries): counts 25 posts at a time with two queries each: five queries for 50 posts, seven for 51."""

from django.db.models import Count

from arena.discuss.models import Comment, Like, Post


def totals(limit=50):
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values_list("pk", "title")[:limit]
    )
    comments, likes = {}, {}
    for start in range(0, len(posts), 25):
        batch = [pk for pk, _ in posts[start : start + 25]]
        comments.update(
            Comment.objects.filter(post__in=batch, is_approved=True)
            .order_by()
            .values_list("post")
            .annotate(number=Count("pk"))
        )
        likes.update(
            Like.objects.filter(post__in=batch)
            .order_by()
            .values_list("post")
            .annotate(number=Count("pk"))
        )
    return [
        {"title": title, "comments": comments.get(pk, 0), "likes": likes.get(pk, 0)}
        for pk, title in posts
    ]
