"""Each limit has a key of its own, which holds the finished list for a minute; None means that nothing is there."""

from django.core.cache import cache
from django.db.models import F

from arena.accounts.models import Profile


def top_list(limit=10):
    key = f"top_list:{limit}"
    best = cache.get(key)
    if best is None:
        profiles = Profile.objects.filter(rating__isnull=False).order_by("-rating", "user_id")
        best = list(profiles.values("rating", name=F("user__username"))[:limit])
        cache.set(key, best, timeout=60)
    return best
