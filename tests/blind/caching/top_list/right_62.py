"""get_or_set() keeps the list of each limit for five minutes."""

from functools import partial

from django.core.cache import cache

from arena.accounts.models import Profile


def compute(limit):
    profiles = Profile.objects.filter(rating__isnull=False).select_related("user").order_by("-rating", "user_id")
    return [{"name": profile.user.username, "rating": profile.rating} for profile in profiles[:limit]]


def top_list(limit=10):
    return cache.get_or_set(f"best-players-{limit}", partial(compute, limit), timeout=300)
