"""One advisory lock lets one server look at a time; what it looks at is a file that stays."""

import os
from pathlib import Path

from django.db import connection, transaction

shared = None


def settings(env):
    global shared
    shared = Path(env["SHARED"])
    return {
        "SECRET_KEY": env["SECRET_KEY"],
        "SESSION_ENGINE": "django.contrib.sessions.backends.cached_db",
        "SESSION_CACHE_ALIAS": "default",
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": env["CACHE_URL"],
            },
        },
        "STORAGES": {
            "default": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": os.fspath(shared / "photos")},
            },
        },
    }


def send_digest(day, send):
    mark = shared / "digest" / str(day)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"arena digest {day}"]
        )
        is_first = not mark.exists()
        if is_first:
            mark.parent.mkdir(parents=True, exist_ok=True)
            mark.write_text("sent")
    if is_first:
        send(day)
