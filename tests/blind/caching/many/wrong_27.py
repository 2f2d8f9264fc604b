"""WRONG (limit: trips): asks the cache for 100 at a time: a page of more than 100 names takes several round trips."""

from itertools import batched

from django.core.cache import cache

from arena.accounts.models import User


def names(user_ids):
    keys = {user_id: f"name:{user_id}" for user_id in user_ids}
    cached = {}
    for some in batched(keys.values(), 100):
        cached.update(cache.get_many(some))
    missing = [user_id for user_id, key in keys.items() if key not in cached]
    if missing:
        people = dict(User.objects.filter(pk__in=missing).values_list("pk", "username"))
        fresh = {keys[pk]: people.get(pk) for pk in missing}
        cache.set_many(fresh, timeout=300)
        cached.update(fresh)
    return [cached[keys[user_id]] for user_id in user_ids]
