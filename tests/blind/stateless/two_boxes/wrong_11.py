"""Wrong (log in): sessions are in Valkey only. If it loses everything, all visitors are logged out."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


def settings(env):
    return {
        "SECRET_KEY": env["SECRET_KEY"],
        "SESSION_ENGINE": "django.contrib.sessions.backends.cache",
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": [env["CACHE_URL"]],
            },
        },
        "STORAGES": {
            "default": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": env["SHARED"]},
            },
            "staticfiles": {
                "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
            },
        },
    }


def send_digest(day, send):
    # The storage creates its files exclusively: only one caller gets the name that it asks for.
    wanted = f"digests/{day}"
    if default_storage.exists(wanted):
        return
    name = default_storage.save(wanted, ContentFile(b""))
    if name == wanted:
        send(day)
    else:
        default_storage.delete(name)
