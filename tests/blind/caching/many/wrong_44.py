"""trips

It asks the cache for 100 keys at a time: a page with more people takes several round trips, even if
the cache has everybody.
"""

from django.core.cache import cache

from arena.accounts.models import User

CHUNK = 100


def name(user_id):
    return names([user_id])[0]


def names(user_ids):
    user_ids = list(user_ids)
    keys = {user_id: f"name:{user_id}" for user_id in user_ids}
    wanted = list(keys.values())
    cached = {}
    for start in range(0, len(wanted), CHUNK):
        cached.update(cache.get_many(wanted[start : start + CHUNK]))
    missing = [pk for pk, key in keys.items() if key not in cached]
    if missing:
        found = dict(User.objects.filter(pk__in=missing).values_list("pk", "username"))
        fresh = {keys[pk]: found.get(pk) for pk in missing}
        cache.set_many(fresh, timeout=300)
        cached.update(fresh)
    return [cached[keys[pk]] for pk in user_ids]
