"""Wrong, no profile: an author without a profile gets the country "" instead of None."""

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from arena.accounts.models import Profile
from arena.discuss.models import Post


def feed(limit=50):
    profile = Profile.objects.filter(user=OuterRef("author"))
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .annotate(
            country=Coalesce(
                Subquery(profile.values("country")[:1]), Value(""), output_field=CharField()
            ),
            rating=Subquery(profile.values("rating")[:1]),
        )
        .order_by("-published_at", "-pk")
        .values_list("title", "author__username", "country", "rating")
    )
    return [
        {"title": title, "author": author, "country": country, "rating": rating}
        for title, author, country, rating in posts[:limit]
    ]
