"""All ids of nobody under one key: each new one gives all of them five more minutes.

While strangers' ids keep coming, an id that has become somebody's stays None.

Breaks: age
Fails: age
"""

from django.core.cache import cache

from arena.accounts.models import User


def names(user_ids):
    keys = {user_id: f"name:{user_id}" for user_id in user_ids}
    known = cache.get_many([*keys.values(), "nobodies"])
    nobodies = known.get("nobodies", frozenset())
    missing = [pk for pk, key in keys.items() if key not in known and pk not in nobodies]
    if missing:
        found = dict(User.objects.filter(pk__in=missing).values_list("pk", "username"))
        new = {keys[user_id]: username for user_id, username in found.items()}
        if strangers := frozenset(missing) - found.keys():
            new["nobodies"] = nobodies | strangers
        cache.set_many(new, timeout=300)
        known.update(new)
    return [known.get(keys[user_id]) for user_id in user_ids]
