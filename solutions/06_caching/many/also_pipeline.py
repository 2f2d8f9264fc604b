"""The client by itself, without Django's cache between: MGET, and a pipeline of SETs.

No pickle and no prefix of a version, so this is faster, and now these keys are ours to look after.
"""

import json

from django.core.cache import cache

from arena.accounts.models import User


def names(user_ids):
    if not user_ids:
        return []
    client = cache._cache.get_client(None, write=True)
    keys = {user_id: f"plain-name:{user_id}" for user_id in user_ids}
    stored = zip(keys, client.mget(list(keys.values())), strict=True)
    known = {user_id: json.loads(text) for user_id, text in stored if text is not None}
    missing = [user_id for user_id in keys if user_id not in known]
    if missing:
        found = dict.fromkeys(missing)
        found.update(User.objects.filter(pk__in=missing).values_list("pk", "username"))
        with client.pipeline(transaction=False) as pipeline:
            for user_id, username in found.items():
                pipeline.set(keys[user_id], json.dumps(username), ex=300)
            pipeline.execute()
        known.update(found)
    return [known[user_id] for user_id in user_ids]
