"""WRONG (limit: fetched): when one is missing, the query fetches everybody on the page, also those who are cached."""

from django.core.cache import cache

from arena.accounts.models import User


def names(user_ids):
    if not user_ids:
        return []
    keys = {user_id: f"name:{user_id}" for user_id in user_ids}
    cached = cache.get_many(keys.values())
    missing = [user_id for user_id, key in keys.items() if key not in cached]
    if missing:
        people = dict(User.objects.filter(pk__in=user_ids).values_list("pk", "username"))
        cache.set_many({keys[pk]: people.get(pk) for pk in missing}, timeout=300)
        return [people.get(user_id) for user_id in user_ids]
    return [cached[keys[user_id]] for user_id in user_ids]
