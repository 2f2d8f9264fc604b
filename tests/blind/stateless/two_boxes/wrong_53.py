"""digest: it first looks for the mark, and writes it only after sending.

Two servers that call at the same time both find no file, and both send.
"""

from django.core.files.base import ContentFile
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
                "OPTIONS": {"location": env["SHARED"]},
            },
        },
    }


def send_digest(day, send):
    mark = f"digests/{day}.sent"
    if default_storage.exists(mark):
        return
    send(day)
    default_storage.save(mark, ContentFile(b"sent"))
