"""WRONG (limit: fetched): if the last post of the page has a tie, other posts' numbers are fetched.

The comments are chosen by their post's time. A post of the same time as the page's oldest one, but
with a lower id, is not on the page; its numbers are fetched and then not used.
"""

from django.db.models import Count, Q

from arena.discuss.models import Comment, Post


def page(since, limit=100):
    published = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    posts = list(published.values_list("pk", "title", "published_at")[:limit])
    if not posts:
        return []
    oldest = posts[-1][2]
    counted = (
        Comment.objects.filter(post__published_at__gte=oldest, is_approved=True)
        .values("post_id")
        .annotate(number=Count("pk"), fresh=Count("pk", filter=Q(created_at__gte=since)))
        .values_list("post_id", "number", "fresh")
    )
    numbers = {pk: (number, fresh) for pk, number, fresh in counted}
    rows = []
    for pk, title, _ in posts:
        number, fresh = numbers.get(pk, (0, 0))
        rows.append({"title": title, "comments": number, "new": fresh})
    return rows
