"""digest: the mark is made after sending, so that a failed digest can be sent again. Two servers
that call at the same time both find none, and both send."""

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
                "OPTIONS": {"location": str(shared / "media")},
            },
        },
        "DIGESTS": str(shared / "digests"),
    }


def send_digest(day, send):
    mark = Path(django_settings.DIGESTS) / str(day)
    if mark.exists():
        return
    send(day)
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()
