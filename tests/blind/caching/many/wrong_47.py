"""age

The timeout is spread at random, so that not all names expire together, between half an hour and 63
minutes: about one page in eleven stores keys for more than an hour.
"""

import random

from django.core.cache import cache

from arena.accounts.models import User

HOUR = 3600


def name(user_id):
    return names([user_id])[0]


def names(user_ids):
    user_ids = list(user_ids)
    keys = {user_id: f"name:{user_id}" for user_id in user_ids}
    if not keys:
        return []
    cached = cache.get_many(keys.values())
    missing = [pk for pk, key in keys.items() if key not in cached]
    if missing:
        found = dict(User.objects.filter(pk__in=missing).values_list("pk", "username"))
        fresh = {keys[pk]: found.get(pk) for pk in missing}
        cache.set_many(fresh, timeout=random.uniform(0.5, 1.05) * HOUR)
        cached.update(fresh)
    return [cached[keys[pk]] for pk in user_ids]
