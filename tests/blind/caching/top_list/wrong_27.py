"""WRONG (rule: rows): ties go to the lower id of the profile, which is not the order of the accounts when profiles were filled in later."""

from django.core.cache import cache

from arena.accounts.models import Profile


def find(limit):
    rated = Profile.objects.filter(rating__isnull=False).order_by("-rating", "pk")
    rows = rated.values_list("user__username", "rating")[:limit]
    return [{"name": name, "rating": rating} for name, rating in rows]


def top_list(limit=10):
    key = f"top_list:{limit}"
    rows = cache.get(key)
    if rows is None:
        rows = find(limit)
        cache.set(key, rows, timeout=60)
    return rows
