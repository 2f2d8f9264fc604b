"""Server 1 sends. Nobody does when it is gone.

Breaks: digest
Fails: digest
"""

NAME = []


def settings(env):
    NAME[:] = [env["NAME"]]
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
                "OPTIONS": {"location": env["SHARED"]},
            },
        },
    }


def send_digest(day, send):
    if NAME == ["server-1"]:
        send(day)
