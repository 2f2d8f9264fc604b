"""WRONG (rule: empty list): takes a cached empty list for a miss, and sends the query again."""

from django.core.cache import cache

from arena.accounts.models import Profile


def find(limit):
    rated = Profile.objects.filter(rating__isnull=False).order_by("-rating", "user_id")
    rows = rated.values_list("user__username", "rating")[:limit]
    return [{"name": name, "rating": rating} for name, rating in rows]


def top_list(limit=10):
    key = f"top_list:{limit}"
    rows = cache.get(key)
    if not rows:
        rows = find(limit)
        cache.set(key, rows, timeout=60)
    return rows
