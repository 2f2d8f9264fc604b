"""WRONG (rule: age): a longer list is the cached shorter one plus the rest as it is now: rows of two moments in one list, somebody twice or not at all."""

from django.core.cache import cache

from arena.accounts.models import Profile


def find(start, stop):
    rated = Profile.objects.filter(rating__isnull=False).order_by("-rating", "user_id")
    rows = rated.values_list("user__username", "rating")[start:stop]
    return [{"name": name, "rating": rating} for name, rating in rows]


def top_list(limit=10):
    covered, rows = cache.get("top_list", (0, None))
    if rows is None or covered < limit:
        rows = (rows or []) + find(covered, limit)
        cache.set("top_list", (limit, rows), timeout=60)
    return rows[:limit]
