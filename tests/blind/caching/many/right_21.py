"""Right: get_many(), one query for those who are missing, set_many()."""

from django.core.cache import cache

from arena.accounts.models import User


def names(user_ids):
    user_ids = list(user_ids)
    if not user_ids:
        return []
    keys = {user_id: f"name:{user_id}" for user_id in user_ids}
    cached = cache.get_many(keys.values())
    missing = [user_id for user_id, key in keys.items() if key not in cached]
    if missing:
        found = dict(User.objects.filter(pk__in=missing).values_list("pk", "username"))
        fresh = {keys[user_id]: found.get(user_id) for user_id in missing}
        cache.set_many(fresh, timeout=300)
        cached |= fresh
    return [cached[keys[user_id]] for user_id in user_ids]
