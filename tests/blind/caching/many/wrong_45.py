"""names

Only active accounts are looked up: a person whose account was deactivated (is_active is False)
becomes None.
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
        people = User.objects.filter(pk__in=missing, is_active=True)
        found = dict(people.values_list("pk", "username"))
        fresh = {keys[pk]: found.get(pk) for pk in missing}
        cache.set_many(fresh, timeout=300)
        cached.update(fresh)
    return [cached[keys[pk]] for pk in user_ids]
