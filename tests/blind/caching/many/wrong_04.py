"""WRONG (rule: names): "-" stands for nobody in the cache; once cached, the person named "-" is None.

Django's validator of usernames takes letters, digits and @ . + - _, so "-" is a username.
"""

from django.core.cache import cache

from arena.accounts.models import User

MISSING = object()
SECONDS = 1800
NOBODY = b"-"


def name(user_id):
    return names([user_id])[0]


def names(user_ids):
    user_ids = list(user_ids)
    wanted = list(dict.fromkeys(user_ids))
    if not wanted:
        return []
    client = cache._cache.get_client(write=True)
    keys = {user_id: cache.make_key(f"name-as-text:{user_id}") for user_id in wanted}
    known = {
        user_id: None if raw == NOBODY else raw.decode()
        for user_id, raw in zip(wanted, client.mget(list(keys.values())), strict=True)
        if raw is not None
    }
    missing = [user_id for user_id in wanted if user_id not in known]
    if missing:
        people = dict(User.objects.filter(pk__in=missing).values_list("pk", "username"))
        with client.pipeline() as pipe:
            for user_id in missing:
                known[user_id] = people.get(user_id)
                value = people[user_id].encode() if user_id in people else NOBODY
                pipe.set(keys[user_id], value, ex=SECONDS)
            pipe.execute()
    return [known[user_id] for user_id in user_ids]
