"""The others use the disk of the first server, until that one is gone.

Breaks: gone
Fails: gone
"""

from pathlib import Path

from django.core.cache import cache


def settings(env):
    media = Path(env["SHARED"], "media")
    if not media.is_symlink():
        media.symlink_to(env["LOCAL"])
    return {
        "SECRET_KEY": env["SECRET_KEY"],
        "SESSION_ENGINE": "django.contrib.sessions.backends.cached_db",
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": env["CACHE_URL"],
            },
        },
        "STORAGES": {
            "default": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": media},
            },
        },
    }


def send_digest(day, send):
    if cache.add(f"digest:{day}", True, timeout=7 * 24 * 60 * 60):
        send(day)
