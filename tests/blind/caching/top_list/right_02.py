"""RIGHT: get_or_set() with a callable; the limit is the key's version; names come from a subquery."""

from django.core.cache import cache
from django.db.models import OuterRef, Subquery

from arena.accounts.models import Profile, User

HALF_AN_HOUR = 30 * 60


def top_list(limit=10):
    def compute():
        username = User.objects.filter(pk=OuterRef("user_id")).values("username")[:1]
        best = (
            Profile.objects.exclude(rating=None)
            .annotate(name=Subquery(username))
            .order_by("-rating", "user_id")
        )
        return list(best.values("name", "rating")[:limit])

    return cache.get_or_set("players", compute, HALF_AN_HOUR, version=f"top{limit}")
