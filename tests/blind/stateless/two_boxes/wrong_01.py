"""digest: the mark in the cache is there for the default time only, five minutes. A server that
calls hours later sends again."""

from pathlib import Path

from django.core.cache import cache


def settings(env):
    shared = Path(env["SHARED"])
    return {
        "SECRET_KEY": env["SECRET_KEY"],
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
                "OPTIONS": {"location": str(shared / "media")},
            },
        },
    }


def send_digest(day, send):
    # add() is atomic: it returns True to one server only.
    if cache.add(f"digest:{day}", True):
        send(day)
