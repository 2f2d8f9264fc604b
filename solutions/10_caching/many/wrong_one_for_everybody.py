"""One dictionary with everybody: each newcomer stores it again, and all names get a new timeout.

So a name never expires as long as new people are met. And when two processes store at the same
time, one discards what the other has learned.

Breaks: age
Fails: age
"""

from django.core.cache import cache

from arena.accounts.models import User


def names(user_ids):
    known = cache.get("names", {})
    missing = {user_id for user_id in user_ids if user_id not in known}
    if missing:
        found = dict(User.objects.filter(pk__in=missing).values_list("pk", "username"))
        known |= {user_id: found.get(user_id) for user_id in missing}
        cache.set("names", known, timeout=300)
    return [known[user_id] for user_id in user_ids]
