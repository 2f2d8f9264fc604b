"""WRONG (rule: nobody): if all who are missing are nobody's ids, they are not cached, and asked for each time.

Beside a new person they are cached.
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
    keys = {user_id: f"name:{user_id}" for user_id in user_ids}
    found = cache.get_many(keys.values())
    missing = [user_id for user_id, key in keys.items() if key not in found]
    if missing:
        people = dict(User.objects.filter(pk__in=missing).values_list("pk", "username"))
        fresh = {keys[user_id]: people.get(user_id) for user_id in missing}
        if people:  # set_many() of nothing is an error
            cache.set_many(fresh, timeout=300)
        found.update(fresh)
    return [found[keys[user_id]] for user_id in user_ids]
