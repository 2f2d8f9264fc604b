"""A hard link in SHARED, which is made by one server, even where the folder is on a network."""

import os
import tempfile

from django.conf import settings as configured


def settings(env):
    media = os.path.join(env["SHARED"], "media")
    state = os.path.join(env["SHARED"], "state")
    sessions = os.path.join(env["SHARED"], "sessions")
    for folder in (media, state, sessions):
        os.makedirs(folder, exist_ok=True)
    return {
        "SECRET_KEY": env["SECRET_KEY"],
        "SESSION_ENGINE": "django.contrib.sessions.backends.file",
        "SESSION_FILE_PATH": sessions,
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": env["CACHE_URL"],
            },
        },
        "MEDIA_ROOT": media,
        "STORAGES": {
            "default": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": media},
            },
        },
        "ARENA_STATE": state,
    }


def send_digest(day, send):
    state = configured.ARENA_STATE
    with tempfile.NamedTemporaryFile(dir=state, prefix="claim-") as mine:
        try:
            os.link(mine.name, os.path.join(state, f"digest-{day}"))
        except FileExistsError:
            return
    send(day)
