"""losses: between the question whether the key is there and the fetch, the cache may lose it.

If the key expires or is evicted after `key in cache`, get() returns None, and so does top_list().
"""

from django.core.cache import cache

from arena.accounts.models import Profile


def top_list(limit=10):
    key = f"top_list:{limit}"
    if key in cache:
        return cache.get(key)
    profiles = Profile.objects.filter(rating__isnull=False).select_related("user").order_by("-rating", "user_id")
    best = [{"name": profile.user.username, "rating": profile.rating} for profile in profiles[:limit]]
    cache.set(key, best, timeout=60)
    return best
