"""WRONG (rule: age): all lists are under one key, and whenever one is added, all begin a new half hour.

If another limit is asked for the first time every 29 minutes, the first list stays for hours.
"""

from django.core.cache import cache

from arena.accounts.models import Profile

KEY = "top_lists"


def top_list(limit=10):
    lists = cache.get(KEY, {})
    if limit not in lists:
        rows = (
            Profile.objects.filter(rating__isnull=False)
            .order_by("-rating", "user_id")
            .values_list("user__username", "rating")[:limit]
        )
        lists[limit] = [{"name": name, "rating": rating} for name, rating in rows]
        cache.set(KEY, lists, timeout=30 * 60)
    return lists[limit]
