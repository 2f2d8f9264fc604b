"""It asks whether the key is there, and then for its value: the key may expire between the two.

Breaks: losses
Fails: lost
"""

from django.core.cache import cache

from arena.accounts.models import Profile


def find(limit):
    profiles = Profile.objects.filter(rating__isnull=False).select_related("user")
    best = profiles.order_by("-rating", "user_id")[:limit]
    return [{"name": profile.user.username, "rating": profile.rating} for profile in best]


def top_list(limit=10):
    key = f"top_list:{limit}"
    if key in cache:
        return cache.get(key)
    rows = find(limit)
    cache.set(key, rows, timeout=60)
    return rows
