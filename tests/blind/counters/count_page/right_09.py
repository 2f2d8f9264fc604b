"""RIGHT: two queries; the second counts old and new comments apart, at most two rows for a post."""

from collections import defaultdict

from django.db.models import BooleanField, Case, Count, When

from arena.discuss.models import Comment, Post


def page(since, limit=100):
    posts = list(
        Post.objects.exclude(published_at=None)
        .order_by("-published_at", "-pk")
        .values_list("pk", "title", named=True)[:limit]
    )
    groups = (
        Comment.objects.filter(is_approved=True, post_id__in=[post.pk for post in posts])
        .annotate(
            is_new=Case(
                When(created_at__gte=since, then=True), default=False, output_field=BooleanField()
            )
        )
        .order_by()
        .values("post_id", "is_new")
        .annotate(number=Count("pk"))
    )
    numbers = defaultdict(lambda: [0, 0])  # old, new
    for group in groups:
        numbers[group["post_id"]][group["is_new"]] = group["number"]
    return [
        {"title": post.title, "comments": sum(numbers[post.pk]), "new": numbers[post.pk][True]}
        for post in posts
    ]
