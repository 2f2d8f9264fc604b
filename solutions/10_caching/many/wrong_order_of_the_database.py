"""The names come in the order of the cache and the database, each person once.

Breaks: names
Fails: answer
"""

from django.core.cache import cache

from arena.accounts.models import User


def names(user_ids):
    keys = {user_id: f"name:{user_id}" for user_id in user_ids}
    known = cache.get_many(keys.values())
    missing = [user_id for user_id, key in keys.items() if key not in known]
    if missing:
        people = User.objects.filter(pk__in=missing)
        new = {keys[pk]: username for pk, username in people.values_list("pk", "username")}
        cache.set_many(new, timeout=300)
        known.update(new)
    return list(known.values())
