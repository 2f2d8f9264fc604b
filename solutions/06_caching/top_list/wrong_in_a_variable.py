"""A dictionary in the module: each process has its own, and nothing ever leaves it.

Fails: answer
"""

from arena.accounts.models import Profile

kept = {}


def top_list(limit=10):
    if limit not in kept:
        profiles = Profile.objects.filter(rating__isnull=False).select_related("user")
        best = profiles.order_by("-rating", "user_id")[:limit]
        kept[limit] = [{"name": p.user.username, "rating": p.rating} for p in best]
    return kept[limit]
