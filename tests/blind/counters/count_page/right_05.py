"""RIGHT: one query; a single correlated subquery gives both numbers as a JSON object, or NULL."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from arena.discuss.models import Comment, Post

NONE = {"comments": 0, "new": 0}


def page(since, limit=100):
    numbers = (
        Comment.objects.filter(post_id=OuterRef("pk"), is_approved=True)
        .order_by()
        .values("post_id")
        .annotate(
            numbers=JSONObject(
                comments=Count("pk"),
                new=Count("pk", filter=Q(created_at__gte=since)),
            )
        )
        .values("numbers")
    )
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .annotate(numbers=Subquery(numbers))
        .order_by("-published_at", "-pk")
        .values_list("title", "numbers")
    )
    rows = []
    for title, found in posts[:limit]:
        found = found or NONE
        rows.append({"title": title, "comments": found["comments"], "new": found["new"]})
    return rows
