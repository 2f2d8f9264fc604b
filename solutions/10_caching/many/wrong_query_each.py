"""One trip for what the cache has, and a query for each name that it lacks.

Breaks: queries
Fails: queries
"""

from django.core.cache import cache

from arena.accounts.models import User


def names(user_ids):
    keys = {user_id: f"name:{user_id}" for user_id in user_ids}
    known = cache.get_many(keys.values())
    new = {}
    for user_id, key in keys.items():
        if key not in known:
            people = User.objects.filter(pk=user_id)
            new[key] = people.values_list("username", flat=True).first()
    if new:
        cache.set_many(new, timeout=300)
    known.update(new)
    return [known[keys[user_id]] for user_id in user_ids]
