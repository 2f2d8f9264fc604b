"""get_or_set() gets the list instead of the function, so the list is computed at every call.

Python evaluates the arguments first; then the cache answers that it had the list already.

Breaks: queries
Fails: queries
"""

from django.core.cache import cache

from arena.accounts.models import Profile


def find(limit):
    profiles = Profile.objects.filter(rating__isnull=False).select_related("user")
    best = profiles.order_by("-rating", "user_id")[:limit]
    return [{"name": profile.user.username, "rating": profile.rating} for profile in best]


def top_list(limit=10):
    return cache.get_or_set(f"top_list:{limit}", find(limit), timeout=60)
