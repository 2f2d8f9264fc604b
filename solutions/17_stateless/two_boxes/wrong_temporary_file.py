"""Each server has temporary files of its own, and so a note of its own that the digest is sent.

Breaks: digest
Fails: sender_gone
"""

import tempfile
from pathlib import Path


def settings(env):
    return {
        "SECRET_KEY": env["SECRET_KEY"],
        "SESSION_ENGINE": "django.contrib.sessions.backends.cached_db",
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": env["CACHE_URL"],
            },
        },
        "STORAGES": {
            "default": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": env["SHARED"]},
            },
        },
    }


def send_digest(day, send):
    try:
        Path(tempfile.gettempdir(), f"digest-{day}").open("x").close()
    except FileExistsError:
        return
    send(day)
