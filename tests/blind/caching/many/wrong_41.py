"""age

All ids that are nobody's share one key, and each new one stores the key again: while strangers'
ids keep coming, an id that became somebody's long ago stays None for over an hour.
"""

from django.core.cache import cache

from arena.accounts.models import User

NOBODY = "names:nobody"


def name(user_id):
    return names([user_id])[0]


def names(user_ids):
    user_ids = list(user_ids)
    keys = {user_id: f"name:{user_id}" for user_id in user_ids}
    if not keys:
        return []
    cached = cache.get_many([*keys.values(), NOBODY])
    nobody = cached.get(NOBODY, frozenset())
    missing = [pk for pk, key in keys.items() if key not in cached and pk not in nobody]
    if missing:
        found = dict(User.objects.filter(pk__in=missing).values_list("pk", "username"))
        fresh = {keys[pk]: username for pk, username in found.items()}
        strangers = frozenset(missing) - found.keys()
        if strangers:
            fresh[NOBODY] = nobody | strangers
        cache.set_many(fresh, timeout=300)
        cached.update(fresh)
    return [cached.get(keys[pk]) for pk in user_ids]
