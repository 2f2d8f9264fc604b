"""A second storage in SHARED keeps one file per digest: FileSystemStorage gives the name that was asked for to one server only, so that one sends."""

import os
from urllib.parse import quote

from django.core.files.base import ContentFile
from django.core.files.storage import storages


def settings(env):
    def folder(name):
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": os.path.join(env["SHARED"], name)},
        }

    return {
        "SECRET_KEY": env["SECRET_KEY"],
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": env["CACHE_URL"],
            },
        },
        "STORAGES": {"default": folder("files"), "digests": folder("digests")},
    }


def send_digest(day, send):
    digests = storages["digests"]
    wanted = "digest-" + quote(str(day), safe="")
    got = digests.save(wanted, ContentFile(b"sent"))
    if got == wanted:
        send(day)
    else:
        digests.delete(got)
