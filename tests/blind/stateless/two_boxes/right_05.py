"""The storage itself, which all share, never gives the same name twice."""

import os

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


def settings(env):
    return {
        "SECRET_KEY": env["SECRET_KEY"],
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": [env["CACHE_URL"]],
                "KEY_PREFIX": "arena",
            },
        },
        "MEDIA_ROOT": os.fspath(env["SHARED"]),
        "STORAGES": {
            # Without a location of its own it takes MEDIA_ROOT.
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        },
    }


def send_digest(day, send):
    wanted = f"digests/{day}.txt"
    got = default_storage.save(wanted, ContentFile(f"{day}\n".encode()))
    if got != wanted:
        # Another server was first, and this one was given another name.
        default_storage.delete(got)
        return
    send(day)
