"""The sessions' cache is in each server's memory, and has old copies.

Breaks: sessions
Fails: sessions
"""

from django.core.cache import cache


def settings(env):
    return {
        "SECRET_KEY": env["SECRET_KEY"],
        "SESSION_ENGINE": "django.contrib.sessions.backends.cached_db",
        "SESSION_CACHE_ALIAS": "local",
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": env["CACHE_URL"],
            },
            "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
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
