"""Sessions are files in a folder of SHARED, beside those of uploads and digests; a digest's folder is made by the server that sends it, and mkdir is atomic."""

import os
from pathlib import Path
from urllib.parse import quote

from django.conf import settings as django_settings


def settings(env):
    shared = Path(env["SHARED"])
    folders = {name: shared / name for name in ("sessions", "uploads", "digests")}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    return {
        "SECRET_KEY": env["SECRET_KEY"],
        "SESSION_ENGINE": "django.contrib.sessions.backends.file",
        "SESSION_FILE_PATH": str(folders["sessions"]),
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": env["CACHE_URL"],
            },
        },
        "STORAGES": {
            "default": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": str(folders["uploads"])},
            },
        },
        "ARENA_DIGESTS": str(folders["digests"]),
    }


def send_digest(day, send):
    if is_first(day):
        send(day)


def is_first(day):
    try:
        os.mkdir(os.path.join(django_settings.ARENA_DIGESTS, quote(str(day), safe="") + ".sent"))
    except FileExistsError:
        return False
    return True
