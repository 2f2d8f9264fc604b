"""age: one key holds the lists of all limits, and each new limit starts its hour again.

top_list(10), then top_list(5) after 50 minutes: the list of ten is shown until it is 110 minutes old.
"""

from django.core.cache import cache

from arena.accounts.models import Profile

HOUR = 60 * 60


def top_list(limit=10):
    lists = cache.get("top_lists")
    if lists is None:
        lists = {}
    if limit not in lists:
        profiles = Profile.objects.filter(rating__isnull=False).select_related("user").order_by("-rating", "user_id")
        lists[limit] = [{"name": profile.user.username, "rating": profile.rating} for profile in profiles[:limit]]
        cache.set("top_lists", lists, timeout=HOUR)
    return lists[limit]
