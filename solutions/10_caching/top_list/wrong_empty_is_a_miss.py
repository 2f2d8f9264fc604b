"""An empty list is false, so it counts as a miss: a site without ratings queries at every call.

Breaks: empty list
Fails: empty
"""

from django.core.cache import cache

from arena.accounts.models import Profile


def top_list(limit=10):
    key = f"top_list:{limit}"
    rows = cache.get(key)
    if not rows:
        profiles = Profile.objects.filter(rating__isnull=False).select_related("user")
        best = profiles.order_by("-rating", "user_id")[:limit]
        rows = [{"name": profile.user.username, "rating": profile.rating} for profile in best]
        cache.set(key, rows, timeout=60)
    return rows
