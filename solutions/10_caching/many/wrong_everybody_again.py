"""One person is missing, and all fifty are fetched and stored again.

Breaks: fetched
Fails: shared
"""

from django.core.cache import cache

from arena.accounts.models import User


def names(user_ids):
    keys = {user_id: f"name:{user_id}" for user_id in user_ids}
    known = cache.get_many(keys.values())
    if len(known) < len(keys):
        found = dict(User.objects.filter(pk__in=keys).values_list("pk", "username"))
        known = {key: found.get(user_id) for user_id, key in keys.items()}
        cache.set_many(known, timeout=300)
    return [known[keys[user_id]] for user_id in user_ids]
