"""SHARED has two folders, uploads and digests; mkdir() succeeds on one server only, and that one sends."""

import os
from pathlib import Path

from django.core.files.storage import default_storage


def settings(env):
    uploads = os.path.join(env["SHARED"], "uploads")
    os.makedirs(uploads, exist_ok=True)
    return dict(
        SECRET_KEY=env["SECRET_KEY"],
        SESSION_ENGINE="django.contrib.sessions.backends.db",
        CACHES=dict(
            default=dict(
                BACKEND="django.core.cache.backends.redis.RedisCache",
                LOCATION=env["CACHE_URL"],
            )
        ),
        STORAGES=dict(
            default=dict(
                BACKEND="django.core.files.storage.FileSystemStorage",
                OPTIONS=dict(location=uploads),
            )
        ),
    )


def claim(day):
    digests = Path(default_storage.location).parent / "digests"
    digests.mkdir(exist_ok=True)
    try:
        (digests / str(day).replace("/", "-")).mkdir()
    except FileExistsError:
        return False
    return True


def send_digest(day, send):
    if claim(day):
        send(day)
