"""A second cache, in a table of the database, keeps what must not be lost with Valkey."""

import os

from django.core.cache import caches
from django.core.management import CommandError, call_command
from django.db import connection

LEDGER = "arena_ledger"


def settings(env):
    return {
        "SECRET_KEY": env["SECRET_KEY"],
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": env["CACHE_URL"],
            },
            "ledger": {
                "BACKEND": "django.core.cache.backends.db.DatabaseCache",
                "LOCATION": LEDGER,
                "TIMEOUT": None,
                "OPTIONS": {"MAX_ENTRIES": 1_000_000},
            },
        },
        "STORAGES": {
            "default": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": os.path.join(env["SHARED"], "uploads")},
            },
        },
    }


def create_ledger():
    if LEDGER in connection.introspection.table_names():
        return
    try:
        call_command("createcachetable", LEDGER, verbosity=0)
    except CommandError:
        # Another server may have created it in the meantime.
        if LEDGER not in connection.introspection.table_names():
            raise


def send_digest(day, send):
    create_ledger()
    # An INSERT with a primary key: add() returns True to one caller only.
    if caches["ledger"].add(f"digest:{day}", "sent"):
        send(day)
