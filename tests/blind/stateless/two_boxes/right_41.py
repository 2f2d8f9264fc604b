"""Sessions are in the database, the cache in Valkey, uploads in SHARED, where also a file that only one server can create stands for each day's digest."""

import os
from urllib.parse import quote

from django.conf import settings as django_settings


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
    folder = django_settings.DIGESTS
    os.makedirs(folder, exist_ok=True)
    try:
        # "x": of all servers, the file is created by one
        open(os.path.join(folder, quote(f"sent {day}", safe="")), "x").close()
    except FileExistsError:
        return
    send(day)
