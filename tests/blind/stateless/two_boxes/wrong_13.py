"""Wrong (digest): between exists() and save() another server can do the same: two that call at the same time
both send. (Hours apart it works.)"""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


def settings(env):
    return {
        "SECRET_KEY": env["SECRET_KEY"],
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",
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
    wanted = f"digests/{day}"
    if default_storage.exists(wanted):
        return
    default_storage.save(wanted, ContentFile(b""))
    send(day)
