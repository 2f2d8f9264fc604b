"""WRONG (rule: names): somebody who is on a page twice and not cached yet has a name only the last time.

The first place has None; from the second look on, both have the name.
"""

from django.core.cache import cache

from arena.accounts.models import User

MISSING = object()


def name(user_id):
    return names([user_id])[0]


def names(user_ids):
    user_ids = list(user_ids)
    if not user_ids:
        return []
    keys = [f"name:{user_id}" for user_id in user_ids]
    found = cache.get_many(keys)
    result = [found.get(key) for key in keys]
    place = {
        user_id: number
        for number, (user_id, key) in enumerate(zip(user_ids, keys, strict=True))
        if key not in found
    }
    if place:
        people = User.objects.filter(pk__in=place.keys()).values_list("pk", "username")
        fresh = dict.fromkeys(f"name:{user_id}" for user_id in place)
        for pk, username in people:
            fresh[f"name:{pk}"] = result[place[pk]] = username
        cache.set_many(fresh, timeout=300)
    return result
