"""RIGHT: one query: FilteredRelation joins approved comments, to the posts that a sliced subquery picks."""

from django.db.models import Count, FilteredRelation, Q

from arena.discuss.models import Post


def page(since, limit=100):
    published = Post.objects.filter(published_at__isnull=False)
    on_page = published.order_by("-published_at", "-pk").values("pk")[:limit]
    posts = (
        published.filter(pk__in=on_page)
        .annotate(approved=FilteredRelation("comments", condition=Q(comments__is_approved=True)))
        .annotate(
            number=Count("approved__pk"),
            fresh=Count("approved__pk", filter=Q(approved__created_at__gte=since)),
        )
        .order_by("-published_at", "-pk")
        .values_list("title", "number", "fresh")
    )
    names = ("title", "comments", "new")
    return [dict(zip(names, row, strict=True)) for row in posts]
