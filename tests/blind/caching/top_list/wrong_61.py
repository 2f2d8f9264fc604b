"""limits: all limits share one key.

After top_list(3), top_list(10) shows three people for a minute, and after top_list(10), top_list(3)
shows ten.
"""

from django.core.cache import cache

from arena.accounts.models import Profile


def top_list(limit=10):
    best = cache.get("top_list")
    if best is None:
        profiles = Profile.objects.filter(rating__isnull=False).select_related("user")
        best = [
            {"name": profile.user.username, "rating": profile.rating}
            for profile in profiles.order_by("-rating", "user_id")[:limit]
        ]
        cache.set("top_list", best, timeout=60)
    return best
