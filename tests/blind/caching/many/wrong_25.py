"""WRONG (rule: names): goes through a dictionary of the ids, so somebody who is named twice is returned once."""

from django.core.cache import cache

from arena.accounts.models import User


def names(user_ids):
    if not user_ids:
        return []
    keys = {user_id: f"name:{user_id}" for user_id in user_ids}
    cached = cache.get_many(keys.values())
    missing = [user_id for user_id, key in keys.items() if key not in cached]
    if missing:
        people = dict(User.objects.filter(pk__in=missing).values_list("pk", "username"))
        fresh = {keys[pk]: people.get(pk) for pk in missing}
        cache.set_many(fresh, timeout=300)
        cached.update(fresh)
    return [cached[key] for key in keys.values()]
