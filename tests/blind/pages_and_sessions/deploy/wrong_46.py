"""both: warm() first removes all keys that begin with the name of its release, without the colon.
Shows when the other release's name begins with this one's, as "1.1" and "1.10" or "2.0" and "2.0-rc1": its
values are gone. (With dots and hyphens only, nothing else in a name is a pattern.)
"""

import random

from django.core.cache import cache

EARLIEST, WINDOW = 48 * 60, 10 * 60  # seconds


def caches(url, release):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_PREFIX": release,
        }
    }


def warm(values):
    # What the release has stored earlier and does not need any more.
    client = cache._cache.get_client(write=True)
    old = [*client.scan_iter(match=f"{cache.key_prefix}*", count=1000)]
    if old:
        client.delete(*old)
    # The place to begin is another one for each call: many calls with a key each are spread too.
    start = random.random() * WINDOW
    for place, (key, value) in enumerate(values.items()):
        shift = (start + WINDOW * place / len(values)) % WINDOW
        cache.set(key, value, timeout=EARLIEST + int(shift))
