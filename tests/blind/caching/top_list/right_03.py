"""RIGHT: select_related() with only(); the cache has a tuple of pairs, and a sentinel says "missing"."""

from django.core.cache import cache

from arena.accounts.models import Profile

MISSING = object()


def pairs(limit):
    profiles = (
        Profile.objects.filter(rating__isnull=False)
        .select_related("user")
        .only("rating", "user__username")
        .order_by("-rating", "user_id")
    )
    return tuple((profile.user.username, profile.rating) for profile in profiles[:limit])


def top_list(limit=10):
    key = f"top_pairs:{limit}"
    best = cache.get(key, MISSING)
    if best is MISSING:
        best = pairs(limit)
        cache.set(key, best, timeout=45 * 60)
    return [{"name": name, "rating": rating} for name, rating in best]
