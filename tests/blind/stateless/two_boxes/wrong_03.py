"""digest: the lock keeps a second server out only while the first one sends. A server that calls
later gets it, and sends again."""

import zlib
from pathlib import Path

from django.db import connection


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
    number = zlib.crc32(f"digest {day}".encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        if not cursor.fetchone()[0]:
            return  # Another server has it.
        try:
            send(day)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
