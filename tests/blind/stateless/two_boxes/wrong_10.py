"""digest: the server that started first is the one that sends, for ever. If it has ended and
another one calls, nobody sends."""

from pathlib import Path

from django.conf import settings as django_settings


def settings(env):
    shared = Path(env["SHARED"])
    try:
        with open(shared / "sender", "x") as file:
            file.write(env["NAME"])
    except FileExistsError:
        pass  # Another server does it.
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
                "OPTIONS": {"location": str(shared / "media")},
            },
        },
        "DIGESTS": str(shared / "digests"),
        "SENDER": str(shared / "sender"),
        "SERVER_NAME": env["NAME"],
    }


def send_digest(day, send):
    if Path(django_settings.SENDER).read_text() != django_settings.SERVER_NAME:
        return
    folder = Path(django_settings.DIGESTS)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        (folder / str(day)).open("x").close()
    except FileExistsError:
        return
    send(day)
