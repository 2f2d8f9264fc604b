"""A dictionary stores the numbers, and nobody tells it of a new comment.

Breaks: comments
Fails: answer
"""

from django.db.models import Count, Q

from arena.discuss.models import Post

stored = {}


def page(since, limit=100):
    newest = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    approved = Q(comments__is_approved=True)
    rows = []
    pages = newest.values_list("pk", "title")[:limit]
    missing = [pk for pk, _ in pages if (pk, since) not in stored]
    for post in Post.objects.filter(pk__in=missing).annotate(
        number=Count("comments", filter=approved),
        new=Count("comments", filter=approved & Q(comments__created_at__gte=since)),
    ):
        stored[post.pk, since] = {"comments": post.number, "new": post.new}
    for pk, title in pages:
        rows.append({"title": title, **stored[pk, since]})
    return rows
