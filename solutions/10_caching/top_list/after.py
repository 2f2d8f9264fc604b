"""The rows as they are shown go into the cache; get_or_set() calls the function only on a miss."""

from functools import partial

from django.core.cache import cache

from arena.accounts.models import Profile


def find(limit):
    profiles = Profile.objects.filter(rating__isnull=False).select_related("user")
    best = profiles.order_by("-rating", "user_id")[:limit]
    return [{"name": profile.user.username, "rating": profile.rating} for profile in best]


def top_list(limit=10):
    return cache.get_or_set(f"top_list:{limit}", partial(find, limit), timeout=60)
