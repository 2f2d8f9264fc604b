"""uploads: each server has a folder of its own in SHARED.

A photo that one server stored is missing when another one opens it with default_storage.
"""

from pathlib import Path

from django.core.files.storage import default_storage


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
                "OPTIONS": {"location": str(Path(env["SHARED"]) / env["NAME"])},
            },
        },
    }


def send_digest(day, send):
    mark = Path(default_storage.location).parent / "digests" / f"{day}.sent"
    mark.parent.mkdir(parents=True, exist_ok=True)
    try:
        mark.open("x").close()
    except FileExistsError:
        return
    send(day)
