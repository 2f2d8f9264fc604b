"""gone: a process that ends clears the cache, to leave nothing old behind. All share it."""

import atexit
from pathlib import Path

from django.conf import settings as django_settings
from django.core.cache import cache


def clear_cache():
    """Leave no pages of an old release behind."""
    cache.clear()


def settings(env):
    shared = Path(env["SHARED"])
    atexit.register(clear_cache)
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
        "DIGESTS": str(shared / "digests"),
    }


def send_digest(day, send):
    folder = Path(django_settings.DIGESTS)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        (folder / str(day)).open("x").close()
    except FileExistsError:
        return
    send(day)
