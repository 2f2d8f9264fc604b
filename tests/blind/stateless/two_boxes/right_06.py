"""A journal of the digests in SHARED, written under a lock."""

import fcntl
import os

from django.core.files.storage import storages

FILES = "django.core.files.storage.FileSystemStorage"


def settings(env):
    shared = os.fspath(env["SHARED"])
    return {
        "SECRET_KEY": env["SECRET_KEY"],
        "SESSION_ENGINE": "django.contrib.sessions.backends.cached_db",
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": env["CACHE_URL"],
                "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
            },
        },
        "STORAGES": {
            "default": {"BACKEND": FILES, "OPTIONS": {"location": os.path.join(shared, "media")}},
            "state": {"BACKEND": FILES, "OPTIONS": {"location": os.path.join(shared, "state")}},
        },
    }


def is_new(day):
    """Write the day into the journal, unless it is there."""
    path = storages["state"].path("digests.log")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "a+", encoding="utf-8") as journal:
        fcntl.flock(journal, fcntl.LOCK_EX)
        journal.seek(0)
        if str(day) in journal.read().split("\n"):
            return False
        journal.write(f"{day}\n")
        journal.flush()
        os.fsync(journal.fileno())
        return True


def send_digest(day, send):
    if is_new(day):
        send(day)
