"""RIGHT: two queries; the page's posts, then one grouped count of their comments, joined by a dict."""

from django.db.models import Count, Q

from arena.discuss.models import Comment, Post

NONE = (0, 0)


def page(since, limit=100):
    published = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    titles = dict(published.values_list("pk", "title")[:limit])  # keeps the order
    counted = (
        Comment.objects.filter(post_id__in=list(titles), is_approved=True)
        .order_by()
        .values("post_id")
        .annotate(number=Count("pk"), fresh=Count("pk", filter=Q(created_at__gte=since)))
        .values_list("post_id", "number", "fresh")
    )
    numbers = {pk: (number, fresh) for pk, number, fresh in counted}
    rows = []
    for pk, title in titles.items():
        number, fresh = numbers.get(pk, NONE)
        rows.append({"title": title, "comments": number, "new": fresh})
    return rows
