"""RIGHT: a decorator makes any loader of many things by id a cached one; names are one use of it."""

import functools

from django.core.cache import cache

from arena.accounts.models import User

MISSING = object()


def cached_by_id(prefix, timeout):
    """Call the function only with ids that are not cached, once; what it leaves out is None."""

    def decorate(load):
        @functools.wraps(load)
        def look(ids):
            ids = list(ids)
            key = {i: f"{prefix}:{i}" for i in ids}
            hits = cache.get_many(key.values()) if key else {}
            values = {i: hits.get(key[i], MISSING) for i in key}
            misses = [i for i, value in values.items() if value is MISSING]
            if misses:
                loaded = load(misses)
                values.update((i, loaded.get(i)) for i in misses)
                cache.set_many({key[i]: values[i] for i in misses}, timeout)
            return [values[i] for i in ids]

        return look

    return decorate


@cached_by_id("name", timeout=600)
def names(user_ids):
    return {u.pk: u.username for u in User.objects.only("pk", "username").filter(pk__in=user_ids)}


def name(user_id):
    return names([user_id])[0]
