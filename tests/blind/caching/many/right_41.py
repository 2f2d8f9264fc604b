"""get_many() for all keys, one query for those that are missing, set_many() for what it found or did not."""

from django.core.cache import cache

from arena.accounts.models import User


def key_of(user_id):
    return f"name:{user_id}"


def name(user_id):
    return names([user_id])[0]


def names(user_ids):
    user_ids = list(user_ids)
    keys = {user_id: key_of(user_id) for user_id in user_ids}
    if not keys:
        return []
    known = cache.get_many(keys.values())
    missing = [user_id for user_id, key in keys.items() if key not in known]
    if missing:
        people = User.objects.filter(pk__in=missing).values_list("pk", "username")
        fresh = dict.fromkeys((keys[user_id] for user_id in missing), None)
        fresh.update((key_of(pk), username) for pk, username in people)
        cache.set_many(fresh, timeout=300)
        known.update(fresh)
    return [known[keys[user_id]] for user_id in user_ids]
