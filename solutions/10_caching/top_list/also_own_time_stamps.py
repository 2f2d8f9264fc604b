"""The rows and the time until which they count as fresh, in one value: the age is checked here.

A renewal can then be started before the key expires, as the lesson does against a stampede.
"""

import time

from django.core.cache import cache

from arena.accounts.models import Profile


def find(limit):
    profiles = Profile.objects.filter(rating__isnull=False).select_related("user")
    best = profiles.order_by("-rating", "user_id")[:limit]
    return [{"name": profile.user.username, "rating": profile.rating} for profile in best]


def top_list(limit=10):
    key = f"top_list:{limit}"
    stored = cache.get(key)
    if stored is not None and stored["fresh_until"] > time.time():
        return stored["rows"]
    rows = find(limit)
    cache.set(key, {"rows": rows, "fresh_until": time.time() + 60}, timeout=1800)
    return rows
