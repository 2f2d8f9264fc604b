"""Right: the database decides who sends: a row of the table of sessions, which no visitor can name."""

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
        "MEDIA_ROOT": env["SHARED"],
        "STORAGES": {
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {
                "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
            },
        },
    }


def send_digest(day, send):
    from django.contrib.sessions.models import Session

    key = salted_hmac("arena.digest", str(day)).hexdigest()[:40]
    expires = timezone.now() + timedelta(days=1000)
    _, is_first = Session.objects.get_or_create(
        session_key=key, defaults={"session_data": "", "expire_date": expires}
    )
    if is_first:
        send(day)
