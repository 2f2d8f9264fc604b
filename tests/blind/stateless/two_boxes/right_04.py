"""A cache of their own for sessions; the table of sessions also keeps which digests were sent."""

import datetime
from pathlib import PurePath

from django.utils import timezone
from django.utils.crypto import salted_hmac

VALKEY = "django.core.cache.backends.redis.RedisCache"


def settings(env):
    return {
        "SECRET_KEY": env["SECRET_KEY"],
        "SESSION_ENGINE": "django.contrib.sessions.backends.cached_db",
        "SESSION_CACHE_ALIAS": "sessions",
        "CACHES": {
            "default": {"BACKEND": VALKEY, "LOCATION": env["CACHE_URL"]},
            "sessions": {
                "BACKEND": VALKEY,
                "LOCATION": env["CACHE_URL"],
                "KEY_PREFIX": "sessions",
                "TIMEOUT": 3600,
            },
        },
        "STORAGES": {
            "default": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": str(PurePath(env["SHARED"], "files"))},
            },
        },
    }


def send_digest(day, send):
    from django.contrib.sessions.models import Session

    # The primary key lets only one server in. Nobody can guess it, and it holds no session.
    _, is_first = Session.objects.get_or_create(
        session_key=salted_hmac("arena.digest", str(day)).hexdigest()[:40],
        defaults={
            "session_data": "",
            "expire_date": timezone.now() + datetime.timedelta(days=3650),
        },
    )
    if is_first:
        send(day)
