"""Everything in SHARED: sessions, cache, uploads, and a folder for each digest that was sent."""

import os

_digests = None


def folder_in(parent, name):
    path = os.path.join(parent, name)
    os.makedirs(path, exist_ok=True)
    return path


def settings(env):
    global _digests
    shared = env["SHARED"]
    _digests = folder_in(shared, "digests")
    return {
        "SECRET_KEY": env["SECRET_KEY"],
        "SESSION_ENGINE": "django.contrib.sessions.backends.file",
        "SESSION_FILE_PATH": folder_in(shared, "sessions"),
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
                "LOCATION": folder_in(shared, "cache"),
                "OPTIONS": {"MAX_ENTRIES": 100_000},
            },
        },
        "STORAGES": {
            "default": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": folder_in(shared, "media")},
            },
        },
    }


def send_digest(day, send):
    try:
        os.mkdir(os.path.join(_digests, str(day)))
    except FileExistsError:
        return  # Somebody has sent it, or is at it.
    send(day)
