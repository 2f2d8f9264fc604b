"""WRONG (rule: losses): it reads again what it just added; if that is lost in between, it returns None."""

from django.core.cache import cache

from arena.accounts.models import Profile


def compute(limit):
    profiles = Profile.objects.filter(rating__isnull=False).select_related("user")
    best = profiles.order_by("-rating", "user_id")[:limit]
    return [{"name": profile.user.username, "rating": profile.rating} for profile in best]


def top_list(limit=10):
    key = f"top_list:{limit}"
    best = cache.get(key)
    if best is None:
        cache.add(key, compute(limit), timeout=30 * 60)  # nothing happens if somebody was faster
        best = cache.get(key)  # everybody shows the list of the first
    return best
