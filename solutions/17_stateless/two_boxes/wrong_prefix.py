"""The prefix of each server makes two caches of one Valkey.

Breaks: cache
Fails: cache
"""

from django.core.cache import cache


def settings(env):
    return {
        "SECRET_KEY": env["SECRET_KEY"],
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": env["CACHE_URL"],
                "KEY_PREFIX": env["NAME"],
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
