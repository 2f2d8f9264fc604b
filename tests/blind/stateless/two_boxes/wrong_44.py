"""gone

The first server that ever calls becomes the one that sends digests: once it has ended, the others call in vain, and no digest is sent
on the days after.
"""

import os
from pathlib import Path
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
        "SERVER": env["NAME"],
    }


def send_digest(day, send):
    folder = Path(django_settings.DIGESTS)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with (folder / "sender").open("x") as file:
            file.write(django_settings.SERVER)
    except FileExistsError:
        if (folder / "sender").read_text() != django_settings.SERVER:
            return  # another server does it
    try:
        (folder / quote(f"sent {day}", safe="")).open("x").close()
    except FileExistsError:
        return
    send(day)
