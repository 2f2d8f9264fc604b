"""Right: a finished list in the cache for each limit, and a default that tells an empty list from none."""

from django.core.cache import cache

from arena.accounts.models import Profile

MISSING = object()


def find(limit):
    rated = Profile.objects.filter(rating__isnull=False).order_by("-rating", "user_id")
    rows = rated.values_list("user__username", "rating")[:limit]
    return [{"name": name, "rating": rating} for name, rating in rows]


def top_list(limit=10):
    key = f"top_list:{limit}"
    rows = cache.get(key, MISSING)
    if rows is MISSING:
        rows = find(limit)
        cache.set(key, rows, timeout=60)
    return rows
