"""WRONG (rule: age): if the hash of all names runs out between reading and adding, the new one has no time.

A hash gets its 50 minutes only from a page that saw none. A page that saw one in its last moment
(its query takes longer than that) makes a new hash by HSET, which then stays for ever.
"""

import json

from django.core.cache import cache

from arena.accounts.models import User

MISSING = object()
SECONDS = 50 * 60
NOT_THERE = -2  # what TTL says of a key that is not there


def name(user_id):
    return names([user_id])[0]


def names(user_ids):
    user_ids = list(user_ids)
    if not user_ids:
        return []
    client = cache._cache.get_client(write=True)
    key = cache.make_key("names")
    fields = list(dict.fromkeys(map(str, user_ids)))
    pipe = client.pipeline()
    pipe.hmget(key, fields)
    pipe.ttl(key)
    kept, left = pipe.execute()
    known = {
        field: json.loads(raw)
        for field, raw in zip(fields, kept, strict=True)
        if raw is not None
    }
    missing = [i for i in set(user_ids) if str(i) not in known]
    if missing:
        people = dict(User.objects.filter(pk__in=missing).values_list("pk", "username"))
        fresh = {str(i): people.get(i) for i in missing}
        pipe = client.pipeline()
        pipe.hset(key, mapping={field: json.dumps(value) for field, value in fresh.items()})
        if left == NOT_THERE:
            # Only a new hash: the names in an old one would get older than an hour.
            pipe.expire(key, SECONDS)
        pipe.execute()
        known |= fresh
    return [known[str(i)] for i in user_ids]
