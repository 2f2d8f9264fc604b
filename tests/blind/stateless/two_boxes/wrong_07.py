"""secret: the key is derived from env's, the same on all servers, but not equal to it: links and
tokens that were signed with SECRET_KEY elsewhere are invalid."""

import hashlib
from pathlib import Path

from django.conf import settings as django_settings


def settings(env):
    shared = Path(env["SHARED"])
    return {
        # Always long enough, whatever was chosen.
        "SECRET_KEY": hashlib.sha256(env["SECRET_KEY"].encode()).hexdigest(),
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
