"""uploads

allow_overwrite is on, so that a path means the same file everywhere: if two servers (or one, twice) store photo.jpg, the second photo replaces
the first, which nobody can read any more.
"""

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
                "OPTIONS": {
                    "location": os.path.join(env["SHARED"], "media"),
                    "allow_overwrite": True,
                },
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
