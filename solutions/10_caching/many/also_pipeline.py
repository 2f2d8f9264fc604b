"""A client of our own, without Django's cache in between: MGET, and a pipeline of SETs.

JSON instead of pickle, and no KEY_PREFIX or VERSION: faster, and these keys are ours to manage.
"""

import json

import redis
from django.conf import settings

from arena.accounts.models import User


def names(user_ids):
    if not user_ids:
        return []
    client = redis.Redis.from_url(settings.CACHES["default"]["LOCATION"])
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
