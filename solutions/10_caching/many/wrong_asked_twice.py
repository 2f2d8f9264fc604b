"""It stores what was missing, and then asks the cache for everybody again.

A key that expires between the first time and the second makes a nobody of somebody.

Breaks: names
Fails: age
"""

from django.core.cache import cache

from arena.accounts.models import User


def names(user_ids):
    keys = {user_id: f"name:{user_id}" for user_id in user_ids}
    known = cache.get_many(keys.values())
    if missing := [user_id for user_id, key in keys.items() if key not in known]:
        found = dict(User.objects.filter(pk__in=missing).values_list("pk", "username"))
        cache.set_many({keys[pk]: found.get(pk) for pk in missing}, timeout=300)
        known = cache.get_many(keys.values())
    return [known.get(keys[user_id]) for user_id in user_ids]
