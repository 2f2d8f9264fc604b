"""cache: each server puts its name before its keys. Another one does not find what it caches, and
deletes only its own copy."""

from pathlib import Path

from django.conf import settings as django_settings


def settings(env):
    shared = Path(env["SHARED"])
    return {
        "SECRET_KEY": env["SECRET_KEY"],
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": env["CACHE_URL"],
                "KEY_PREFIX": env["NAME"],
            },
        },
        "STORAGES": {
            "default": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": str(shared / "media")},
            },
        },
        "DIGESTS": str(shared / "digests"),
    }


def send_digest(day, send):
    folder = Path(django_settings.DIGESTS)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        (folder / str(day)).open("x").close()
    except FileExistsError:
        return
    send(day)
