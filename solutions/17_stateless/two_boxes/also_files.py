"""Sessions in signed cookies. A file in the shared folder, which only one can create."""

from pathlib import Path

SHARED = []


def settings(env):
    SHARED[:] = [env["SHARED"]]
    return {
        "SECRET_KEY": env["SECRET_KEY"],
        "SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies",
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": [env["CACHE_URL"]],
                "KEY_PREFIX": "arena",
            },
            "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
        },
        "STORAGES": {
            "default": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": f"{env['SHARED']}/media"},
            },
            "staticfiles": {
                "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
            },
        },
    }


def send_digest(day, send):
    try:
        Path(SHARED[0], f"digest-{day}").open("x").close()
    except FileExistsError:
        return
    send(day)
