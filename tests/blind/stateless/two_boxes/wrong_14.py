"""Wrong (uploads): each server stores into a folder of its own on the shared disk, so that names do not
collide, and finds there only what it has stored itself."""

from datetime import timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac


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
                "OPTIONS": {"location": f"{env['SHARED']}/{env['NAME']}"},
            },
            "staticfiles": {
                "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
            },
        },
    }


def send_digest(day, send):
    from django.contrib.sessions.models import Session

    _, is_first = Session.objects.get_or_create(
        session_key=salted_hmac("arena.digest", str(day)).hexdigest()[:40],
        defaults={"session_data": "", "expire_date": timezone.now() + timedelta(days=400)},
    )
    if is_first:
        send(day)
