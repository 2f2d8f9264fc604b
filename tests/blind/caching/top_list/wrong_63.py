"""rows: only the best 100 are cached, and every limit is a slice of them.

With 150 rated people, top_list(120) shows 100 of them instead of 120.
"""

from django.core.cache import cache

from arena.accounts.models import Profile

KEPT = 100


def compute():
    profiles = Profile.objects.filter(rating__isnull=False).select_related("user").order_by("-rating", "user_id")
    return [{"name": profile.user.username, "rating": profile.rating} for profile in profiles[:KEPT]]


def top_list(limit=10):
    return cache.get_or_set("top_list:100", compute, timeout=60)[:limit]
