"""Sessions in the database. A row in the table of sessions says that the digest was sent."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone


def settings(env):
    redis = "django.core.cache.backends.redis.RedisCache"
    folder = "django.core.files.storage.FileSystemStorage"
    return {
        "SECRET_KEY": env["SECRET_KEY"],
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",
        "CACHES": {"default": {"BACKEND": redis, "LOCATION": env["CACHE_URL"], "TIMEOUT": 60}},
        "STORAGES": {"default": {"BACKEND": folder}},
        "MEDIA_ROOT": env["SHARED"],
    }


def send_digest(day, send):
    never = timezone.now() + timedelta(days=400)
    _, is_new = Session.objects.get_or_create(
        session_key=f"digest {day}", defaults={"session_data": "", "expire_date": never}
    )
    if is_new:
        send(day)
