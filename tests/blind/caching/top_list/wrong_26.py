"""WRONG (rule: losses): when the cache loses the key between the two looks, the list is None."""

from django.core.cache import cache

from arena.accounts.models import Profile


def find(limit):
    rated = Profile.objects.filter(rating__isnull=False).order_by("-rating", "user_id")
    rows = rated.values_list("user__username", "rating")[:limit]
    return [{"name": name, "rating": rating} for name, rating in rows]


def top_list(limit=10):
    key = f"top_list:{limit}"
    if key in cache:
        return cache.get(key)
    rows = find(limit)
    cache.set(key, rows, timeout=60)
    return rows
