"""All servers share the files of a cache, and a third of them is deleted when there are 300.

Breaks: cache
Fails: cache
"""

from datetime import UTC, datetime

from django.contrib.sessions.models import Session

NEVER = {"session_data": "", "expire_date": datetime(9999, 1, 1, tzinfo=UTC)}


def settings(env):
    return {
        "SECRET_KEY": env["SECRET_KEY"],
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
                "LOCATION": f"{env['SHARED']}/cache",
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
    if Session.objects.get_or_create(session_key=f"{day}", defaults=NEVER)[1]:
        send(day)
