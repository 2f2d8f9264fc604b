"""rows

One key holds the best 1,000 and each list is a slice of them: a limit of more than 1,000 gets 1,000
people although there are more.
"""

from django.core.cache import cache
from django.db.models import F

from arena.accounts.models import Profile

LONGEST = 1000


def top_list(limit=10):
    rows = cache.get("top_list")
    if rows is None:
        profiles = Profile.objects.filter(rating__isnull=False).order_by("-rating", "user_id")
        rows = list(profiles.values("rating", name=F("user__username"))[:LONGEST])
        cache.set("top_list", rows, timeout=60)
    return rows[:limit]
