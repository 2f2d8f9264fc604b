"""Sessions in the database alone, and a table with one row for each digest."""

import os

from django.db import connection, transaction

TABLE_LOCK = 7_412_001


def settings(env):
    return {
        "SECRET_KEY": env["SECRET_KEY"],
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": env["CACHE_URL"],
            },
        },
        "STORAGES": {
            "default": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": os.path.join(env["SHARED"], "media")},
            },
        },
    }


def claim(day):
    """Say whether this is the first call for that day. Committed before anything is sent."""
    with transaction.atomic(), connection.cursor() as cursor:
        # Two CREATE TABLE IF NOT EXISTS at the same time would disturb each other.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TABLE_LOCK])
        cursor.execute("CREATE TABLE IF NOT EXISTS arena_digest_sent (day text PRIMARY KEY)")
        cursor.execute(
            "INSERT INTO arena_digest_sent (day) VALUES (%s) ON CONFLICT DO NOTHING", [str(day)]
        )
        return cursor.rowcount == 1


def send_digest(day, send):
    if claim(day):
        send(day)
