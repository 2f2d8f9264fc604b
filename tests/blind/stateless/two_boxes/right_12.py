"""Right: photos and the marks of digests are in two folders of SHARED; a mark is opened exclusively."""

import os

from django.core.files.storage import storages


def settings(env):
    shared = env["SHARED"]
    disk = "django.core.files.storage.FileSystemStorage"
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
                "BACKEND": disk,
                "OPTIONS": {"location": os.path.join(shared, "photos")},
            },
            "marks": {
                "BACKEND": disk,
                "OPTIONS": {"location": os.path.join(shared, "marks"), "base_url": None},
            },
            "staticfiles": {
                "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
            },
        },
    }


def send_digest(day, send):
    path = storages["marks"].path(f"digest-{day}")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except FileExistsError:
        return
    send(day)
