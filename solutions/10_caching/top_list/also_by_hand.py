"""get() and set() by hand, with None for a miss: an empty list is a hit.

values_list() fetches only what is shown, and a tuple of pairs is small in the cache.
"""

from django.core.cache import cache

from arena.accounts.models import Profile


def top_list(limit=10):
    key = f"top_list:{limit}"
    pairs = cache.get(key)
    if pairs is None:
        profiles = Profile.objects.filter(rating__isnull=False).order_by("-rating", "user_id")
        pairs = tuple(profiles.values_list("user__username", "rating")[:limit])
        cache.set(key, pairs, timeout=300)
    return [{"name": name, "rating": rating} for name, rating in pairs]
