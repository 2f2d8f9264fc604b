"""WRONG (rule: rows): two posts with the same title and the same published_at become one row.

GROUP BY has what the page shows and is sorted by, but not the id; their numbers are added up.
"""

from django.db.models import Count, Max, Q

from arena.discuss.models import Post


def page(since, limit=100):
    published = Post.objects.filter(published_at__isnull=False)
    newest = published.order_by("-published_at", "-pk").values_list("pk", flat=True)
    approved = Q(comments__is_approved=True)
    posts = (
        published.filter(pk__in=list(newest[:limit]))
        .values("title", "published_at")  # groups without the long body
        .annotate(
            highest=Max("pk"),
            number=Count("comments", filter=approved),
            fresh=Count("comments", filter=approved & Q(comments__created_at__gte=since)),
        )
        .order_by("-published_at", "-highest")
    )
    return [
        {"title": post["title"], "comments": post["number"], "new": post["fresh"]}
        for post in posts
    ]
