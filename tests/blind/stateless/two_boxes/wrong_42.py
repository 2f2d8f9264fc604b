"""sessions

cached_db's cache is the memory of the process, to spare Valkey: a server that has loaded a session once doesn't see what another one
writes into it afterwards. The first look at a session is right.
"""

import os
from urllib.parse import quote

from django.conf import settings as django_settings


def settings(env):
    return {
        "SECRET_KEY": env["SECRET_KEY"],
        "SESSION_ENGINE": "django.contrib.sessions.backends.cached_db",
        "SESSION_CACHE_ALIAS": "sessions",
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": env["CACHE_URL"],
            },
            "sessions": {
                "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
                "LOCATION": "sessions",
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
