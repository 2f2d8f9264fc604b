"""VERSION is the release; the keys are dealt out to 13 hands, and each hand lives a minute longer than the one before."""

from django.core.cache import cache

HANDS = 13


def caches(url, release):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_PREFIX": "arena",
            "VERSION": release,
        }
    }


def warm(values):
    items = list(values.items())
    for hand in range(min(HANDS, len(items))):
        cache.set_many(dict(items[hand::HANDS]), timeout=60 * (46 + hand))
