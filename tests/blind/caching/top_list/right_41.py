"""One query whose rows, plain dictionaries, are cached under a key for each limit; None alone is a miss."""

from django.core.cache import cache
from django.db.models import F

from arena.accounts.models import Profile


def top_list(limit=10):
    key = f"top_list:{limit}"
    rows = cache.get(key)
    if rows is None:
        profiles = Profile.objects.filter(rating__isnull=False).order_by("-rating", "user_id")
        rows = list(profiles.values("rating", name=F("user__username"))[:limit])
        cache.set(key, rows, timeout=60)
    return rows
