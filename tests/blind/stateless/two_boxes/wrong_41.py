"""digest

The file that says "sent" is in the folder for temporary files, which each server has for itself: two servers send the same digest. Two
processes of one machine don't.
"""

import os
import tempfile
from urllib.parse import quote


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


def send_digest(day, send):
    try:
        open(os.path.join(tempfile.gettempdir(), quote(f"arena digest {day}", safe="")), "x").close()
    except FileExistsError:
        return
    send(day)
