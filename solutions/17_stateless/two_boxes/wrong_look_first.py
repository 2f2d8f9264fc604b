"""Two servers look at the same time, and both find nothing.

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
    if not cache.get(f"digest:{day}"):
        cache.set(f"digest:{day}", True, timeout=None)
        send(day)
