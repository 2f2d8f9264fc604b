"""RIGHT: one query for the posts of the page, one grouped count over their comments, put together by a dictionary."""

from django.db.models import Count, Q

from arena.discuss.models import Comment, Post


def page(since, limit=100):
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values_list("pk", "title")[:limit]
    )
    counted = (
        Comment.objects.filter(post__in=[pk for pk, _ in posts], is_approved=True)
        .order_by()
        .values_list("post")
        .annotate(number=Count("pk"), new=Count("pk", filter=Q(created_at__gte=since)))
    )
    numbers = {post: (number, new) for post, number, new in counted}
    rows = []
    for pk, title in posts:
        number, new = numbers.get(pk, (0, 0))
        rows.append({"title": title, "comments": number, "new": new})
    return rows
