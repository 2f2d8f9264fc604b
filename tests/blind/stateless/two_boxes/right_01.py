"""Sessions in the database behind Valkey, and one file a day in SHARED says who sends."""

from pathlib import Path

from django.conf import settings as django_settings


def settings(env):
    shared = Path(env["SHARED"])
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
                "OPTIONS": {"location": str(shared / "uploads")},
            },
        },
        "DIGEST_FOLDER": str(shared / "digests"),
    }


def send_digest(day, send):
    folder = Path(django_settings.DIGEST_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        # Mode x fails if the file is there: of several servers one creates it.
        (folder / f"{day}.sent").open("x").close()
    except FileExistsError:
        return
    send(day)
