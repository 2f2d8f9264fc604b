"""A dictionary in the module, with its own time stamps: each process has a copy of its own.

They disagree, and emptying the cache does not empty them.

Breaks: default cache
Fails: cache
"""

import time

from arena.accounts.models import Profile

lists = {}


def find(limit):
    profiles = Profile.objects.filter(rating__isnull=False).select_related("user")
    best = profiles.order_by("-rating", "user_id")[:limit]
    return [{"name": profile.user.username, "rating": profile.rating} for profile in best]


def top_list(limit=10):
    rows, until = lists.get(limit, (None, 0))
    if until < time.monotonic():
        rows = find(limit)
        lists[limit] = rows, time.monotonic() + 60
    return rows
