"""spread: four groups have more than a quarter of the keys, unless their number can be divided by four;
and each call begins with the first group. Shows with 10 or 1,001 keys (3, or 251, expire at once), and
with many calls of one key each (all of them at once).
"""

from collections import defaultdict

from django.core.cache import cache

MINUTE = 60


def caches(url, release):
    server = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    # A colon follows, which no release has in its name: where it ends is clear.
    return {"default": server | {"KEY_PREFIX": f"release/{release}"}}


def warm(values):
    expiring = defaultdict(dict)
    for number, key in enumerate(values):
        # A quarter each after 47, 50, 53 and 56 minutes.
        expiring[(47 + 3 * (number % 4)) * MINUTE][key] = values[key]
    for timeout, group in expiring.items():
        cache.set_many(group, timeout=timeout)
