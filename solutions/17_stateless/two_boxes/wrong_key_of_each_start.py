"""Each server signs with a key of its own, and can't read the others' sessions.

Breaks: log in
Fails: log_in
"""

from django.core.cache import cache
from django.core.management.utils import get_random_secret_key


def settings(env):
    return {
        "SECRET_KEY": get_random_secret_key(),
        "SESSION_ENGINE": "django.contrib.sessions.backends.cached_db",
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": env["CACHE_URL"],
            },
        },
        "STORAGES": {
            "default": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": env["SHARED"]},
            },
        },
    }


def send_digest(day, send):
    if cache.add(f"digest:{day}", True, timeout=7 * 24 * 60 * 60):
        send(day)
