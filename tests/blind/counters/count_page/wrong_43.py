"""rows (at most `limit`)

A limit of 0 is taken for none given: page(since, 0) returns a hundred rows.
"""

from django.db.models import Count, Q

from arena.discuss.models import Comment, Post


def numbers_of(pks, since):
    """Return how many comments these posts have, and how many new ones, for those that have any."""
    approved = Comment.objects.filter(post__in=pks, is_approved=True).order_by()
    counted = approved.values("post").annotate(
        number=Count("pk"), new=Count("pk", filter=Q(created_at__gte=since))
    )
    return {row["post"]: (row["number"], row["new"]) for row in counted}


def page(since, limit=100):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    titles = list(posts.values_list("pk", "title")[: limit or 100])
    numbers = numbers_of([pk for pk, _ in titles], since)
    rows = []
    for pk, title in titles:
        comments, new = numbers.get(pk, (0, 0))
        rows.append({"title": title, "comments": comments, "new": new})
    return rows
