"""RIGHT: two GROUP BY queries for the posts that are shown, looked up in dictionaries."""

from django.db.models import Count

from arena.discuss.models import Comment, Like, Post


def totals(limit=50):
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values_list("pk", "title")[:limit]
    )
    shown = [pk for pk, _ in posts]
    comments, likes = (
        dict(
            queryset.filter(post__in=shown)
            .order_by()
            .values_list("post")
            .annotate(number=Count("pk"))
        )
        for queryset in (Comment.objects.filter(is_approved=True), Like.objects.all())
    )
    return [
        {"title": title, "comments": comments.get(pk, 0), "likes": likes.get(pk, 0)}
        for pk, title in posts
    ]
