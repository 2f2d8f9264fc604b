"""cache

The cache is a folder in SHARED, and Django's file cache keeps 300 entries: when one more is cached, a random third is deleted, so what one
server has just cached is missing for all. With a few entries it isn't.
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
                "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
                "LOCATION": os.path.join(env["SHARED"], "cache"),
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
