"""One key for all days: the second digest is never sent.

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
    if cache.add("digest", True, timeout=7 * 24 * 60 * 60):
        send(day)
