"""WRONG (rule: new): leaves out the comments that were created exactly at `since`."""

from django.db.models import Count, Q

from arena.discuss.models import Comment, Post


def page(since, limit=100):
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values("pk", "title")[:limit]
    )
    counted = (
        Comment.objects.filter(post__in=[post["pk"] for post in posts], is_approved=True)
        .values("post")
        .annotate(number=Count("pk"), new=Count("pk", filter=Q(created_at__gt=since)))
    )
    numbers = {row["post"]: (row["number"], row["new"]) for row in counted}
    rows = []
    for post in posts:
        number, new = numbers.get(post["pk"], (0, 0))
        rows.append({"title": post["title"], "comments": number, "new": new})
    return rows
