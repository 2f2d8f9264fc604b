"""Model instances with their users, in a list: no query, but expensive to unpickle."""

from django.core.cache import cache

from arena.accounts.models import Profile


def top_list(limit=10):
    key = f"top_list:{limit}"
    best = cache.get(key)
    if best is None:
        profiles = Profile.objects.filter(rating__isnull=False).select_related("user")
        best = list(profiles.order_by("-rating", "user_id")[:limit])
        cache.set(key, best, timeout=60)
    return [{"name": profile.user.username, "rating": profile.rating} for profile in best]
