"""A dictionary in the module, with its own time stamps: each process has a copy of its own.

They disagree, and emptying the cache does not empty them. Their memory grows with each name.

Breaks: default cache
Fails: cache
"""

import time

from arena.accounts.models import User

known = {}


def names(user_ids):
    now = time.monotonic()
    missing = {user_id for user_id in user_ids if known.get(user_id, (None, 0))[1] < now}
    if missing:
        found = dict(User.objects.filter(pk__in=missing).values_list("pk", "username"))
        known.update({user_id: (found.get(user_id), now + 300) for user_id in missing})
    return [known[user_id][0] for user_id in user_ids]
