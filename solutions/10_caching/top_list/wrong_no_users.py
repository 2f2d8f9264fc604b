"""The profiles are in the cache and their users are not: each name is a query, hit or miss.

A cached instance holds what was fetched. A relation that was not is fetched when you use it.

Breaks: queries
Fails: queries
"""

from django.core.cache import cache

from arena.accounts.models import Profile


def top_list(limit=10):
    key = f"top_list:{limit}"
    best = cache.get(key)
    if best is None:
        profiles = Profile.objects.filter(rating__isnull=False)
        best = list(profiles.order_by("-rating", "user_id")[:limit])
        cache.set(key, best, timeout=60)
    return [{"name": profile.user.username, "rating": profile.rating} for profile in best]
