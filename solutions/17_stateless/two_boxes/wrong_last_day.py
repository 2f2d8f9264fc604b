"""The last day is one key: servers that call at the same time both find the day before.

Breaks: digest
Fails: digest
"""

from django.core.cache import cache


def settings(env):
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
                "OPTIONS": {"location": env["SHARED"]},
            },
        },
    }


def send_digest(day, send):
    if cache.get("last-digest") != day:
        cache.set("last-digest", day, timeout=None)
        send(day)
