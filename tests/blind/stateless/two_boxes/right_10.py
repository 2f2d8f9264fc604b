"""A small SQLite database in SHARED keeps the days; INSERT OR IGNORE tells who was first."""

import os
import sqlite3
from contextlib import closing

from django.conf import settings as site


def settings(env):
    shared = str(env["SHARED"])
    return {
        "SECRET_KEY": env["SECRET_KEY"],
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": env["CACHE_URL"],
                "TIMEOUT": 300,
            },
        },
        "STORAGES": {
            "default": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": os.path.join(shared, "media")},
            },
            "staticfiles": {
                "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
            },
        },
        "LEDGER_FILE": os.path.join(shared, "ledger.sqlite3"),
    }


def first_time(day):
    database = sqlite3.connect(site.LEDGER_FILE, timeout=60, isolation_level=None)
    with closing(database):
        # The lock for writing at once: the second one waits here.
        database.execute("BEGIN IMMEDIATE")
        database.execute("CREATE TABLE IF NOT EXISTS digest (day TEXT PRIMARY KEY)")
        cursor = database.execute("INSERT OR IGNORE INTO digest (day) VALUES (?)", [str(day)])
        is_first = cursor.rowcount == 1
        database.execute("COMMIT")
    return is_first


def send_digest(day, send):
    if first_time(day):
        send(day)
