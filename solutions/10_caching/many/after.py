"""One look at the cache, one query for the people it lacks, and one pipeline that stores them."""

from django.core.cache import cache

from arena.accounts.models import User


def key_of(user_id):
    return f"name:{user_id}"


def names(user_ids):
    keys = {user_id: key_of(user_id) for user_id in user_ids}
    known = cache.get_many(keys.values())
    if missing := [user_id for user_id, key in keys.items() if key not in known]:
        people = User.objects.filter(pk__in=missing)
        found = dict(people.values_list("pk", "username"))
        new = {keys[user_id]: found.get(user_id) for user_id in missing}
        cache.set_many(new, timeout=300)
        known.update(new)
    return [known[keys[user_id]] for user_id in user_ids]
