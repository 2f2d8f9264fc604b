"""digest

A lock in Valkey, which expires after 10 seconds, guards "was it sent? send, and note it": if sending takes longer, a second server that
calls meanwhile gets the lock, finds no note, and sends too.
"""

import os
import time
from pathlib import Path
from urllib.parse import quote

from django.conf import settings as django_settings
from django.core.cache import cache


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
        "DIGESTS": os.path.join(env["SHARED"], "digests"),
    }


def send_digest(day, send):
    folder = Path(django_settings.DIGESTS)
    folder.mkdir(parents=True, exist_ok=True)
    sent = folder / quote(f"sent {day}", safe="")
    lock = "digest-" + quote(str(day), safe="")
    while not cache.add(lock, True, timeout=10):  # not forever: its owner may die
        time.sleep(0.1)
    try:
        if not sent.exists():
            send(day)
            sent.touch()
    finally:
        cache.delete(lock)
