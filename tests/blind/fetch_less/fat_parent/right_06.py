"""RIGHT: correlated subqueries for the two values of the profile; a missing row gives NULL."""

from django.db.models import F, OuterRef, Subquery

from arena.accounts.models import Profile
from arena.discuss.models import Post

KEYS = ("title", "author", "country", "rating")


def feed(limit=50):
    profile = Profile.objects.filter(user=OuterRef("author"))
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .annotate(
            name=F("author__username"),
            country=Subquery(profile.values("country")[:1]),
            rating=Subquery(profile.values("rating")[:1]),
        )
        .order_by("-published_at", "-pk")
        .values_list("title", "name", "country", "rating")
    )
    return [dict(zip(KEYS, row, strict=True)) for row in posts[:limit]]
