"""fetched

If more than half of a page is new, it fetches the whole page: people whom another page has cached
are fetched again with them.
"""

from django.core.cache import cache

from arena.accounts.models import User


def name(user_id):
    return names([user_id])[0]


def names(user_ids):
    user_ids = list(user_ids)
    keys = {user_id: f"name:{user_id}" for user_id in user_ids}
    if not keys:
        return []
    cached = cache.get_many(keys.values())
    missing = [pk for pk, key in keys.items() if key not in cached]
    if missing:
        if len(missing) > len(keys) / 2:
            missing = list(keys)
        found = dict(User.objects.filter(pk__in=missing).values_list("pk", "username"))
        fresh = {keys[pk]: found.get(pk) for pk in missing}
        cache.set_many(fresh, timeout=300)
        cached.update(fresh)
    return [cached[keys[pk]] for pk in user_ids]
