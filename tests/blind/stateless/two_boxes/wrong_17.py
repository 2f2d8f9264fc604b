"""Wrong (gone, digest): the first server that starts is the one that sends. When it has ended, nobody does,
although the others call."""

from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


leader = True


def settings(env):
    global leader
    mark = Path(env["SHARED"], "leader")
    try:
        with mark.open("x") as file:
            file.write(env["NAME"])
        leader = True
    except FileExistsError:
        leader = mark.read_text() == env["NAME"]
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
                "OPTIONS": {"location": env["SHARED"]},
            },
            "staticfiles": {
                "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
            },
        },
    }


def send_digest(day, send):
    if not leader:
        return
    # The storage creates its files exclusively: only one caller gets the name that it asks for.
    wanted = f"digests/{day}"
    if default_storage.exists(wanted):
        return
    name = default_storage.save(wanted, ContentFile(b""))
    if name == wanted:
        send(day)
    else:
        default_storage.delete(name)
