"""WRONG (allowed: queries): iterator() prefetches the users of each 100 profiles: 3 queries from 101 on."""

from django.core.cache import cache
from django.db.models import Prefetch

from arena.accounts.models import Profile, User


def top_list(limit=10):
    key = f"top_list:{limit}"
    best = cache.get(key)
    if best is None:
        profiles = (
            Profile.objects.filter(rating__isnull=False)
            .only("rating", "user")
            .prefetch_related(Prefetch("user", User.objects.only("username")))
            .order_by("-rating", "user_id")[:limit]
        )
        best = [
            {"name": profile.user.username, "rating": profile.rating}
            for profile in profiles.iterator(chunk_size=100)
        ]
        cache.set(key, best, timeout=30 * 60)
    return best
