"""names

After storing what was missing it asks the cache again for everybody. A key that expires, or is
evicted, between the first question and the second makes a person None.
"""

from django.core.cache import cache

from arena.accounts.models import User


def name(user_id):
    return names([user_id])[0]


def names(user_ids):
    user_ids = list(user_ids)
    if not user_ids:
        return []
    keys = {user_id: f"name:{user_id}" for user_id in user_ids}
    cached = cache.get_many(keys.values())
    missing = [pk for pk, key in keys.items() if key not in cached]
    if missing:
        found = dict(User.objects.filter(pk__in=missing).values_list("pk", "username"))
        cache.set_many({keys[pk]: found.get(pk) for pk in missing}, timeout=300)
        cached = cache.get_many(keys.values())
    return [cached.get(keys[pk]) for pk in user_ids]
