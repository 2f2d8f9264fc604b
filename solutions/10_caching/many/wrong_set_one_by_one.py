"""Read in one trip and stored in fifty: a new page is as slow as before.

Breaks: trips
Fails: trips
"""

from django.core.cache import cache

from arena.accounts.models import User


def names(user_ids):
    keys = {user_id: f"name:{user_id}" for user_id in user_ids}
    known = cache.get_many(keys.values())
    missing = [user_id for user_id, key in keys.items() if key not in known]
    if missing:
        found = dict(User.objects.filter(pk__in=missing).values_list("pk", "username"))
        for user_id in missing:
            known[keys[user_id]] = found.get(user_id)
            cache.set(keys[user_id], found.get(user_id), timeout=300)
    return [known[keys[user_id]] for user_id in user_ids]
