"""Only the network is inside of try: the client gets and sets bytes, and pickle works outside of it.
"""

import logging

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger("arena")

SERVER = {
    "BACKEND": "django.core.cache.backends.redis.RedisCache",
    "OPTIONS": {"socket_connect_timeout": 0.2, "socket_timeout": 0.4},
}


def caches(url):
    return {"default": SERVER | {"LOCATION": url}}


def page(parts):
    client = cache._cache.get_client(write=True)
    pickler = cache._cache._serializer
    keys = {name: cache.make_and_validate_key(name) for name in parts}
    stored = [None] * len(keys)
    there = bool(keys)
    if there:
        try:
            stored = client.mget([*keys.values()])
        except RedisError:
            there = False
            logger.exception("Cannot read the parts of the page from the cache.")

    values, new = {}, {}
    try:
        for (name, make), data in zip(parts.items(), stored):
            if data is not None:
                values[name] = pickler.loads(data)
            else:
                values[name] = make()
                if there:
                    new[keys[name]] = pickler.dumps(values[name])
    finally:
        # Also what was made before another part has failed.
        if new:
            store(client, new)
    return values


def store(client, new):
    try:
        with client.pipeline(transaction=False) as pipeline:
            for key, data in new.items():
                pipeline.set(key, data, ex=60)
            pipeline.execute()
    except RedisError:
        logger.exception("Cannot store parts of the page in the cache.")
