"""Arena has a second server. Visitors are logged out, photos are missing, the digest comes twice.

Each process calls settings(env) when it starts. env has CACHE_URL, a Valkey, and SECRET_KEY, both
the same everywhere; SHARED, a folder of all servers; LOCAL, a folder of this one; and its NAME.
Each evening all call send_digest(day, send).

Change both so that it doesn't matter which server answers.

Rules:
- log in: visitors stay logged in on all servers, even if Valkey loses everything.
- sessions: what one server writes into a session, all see.
- cache: what one server caches or deletes, all see.
- uploads: what one server stores with default_storage, all can read.
- secret: SECRET_KEY is that of env.
- gone: a server that ends, with LOCAL, takes nothing along.
- digest: send(day) is called once a day, whichever servers call, at the same time or hours apart.
"""

from django.core.management.utils import get_random_secret_key


# TODO: all of this stays on one server.
def settings(env):
    return {
        "SECRET_KEY": get_random_secret_key(),
        "SESSION_ENGINE": "django.contrib.sessions.backends.file",
        "SESSION_FILE_PATH": env["LOCAL"],
        "CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        "STORAGES": {
            "default": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": env["LOCAL"]},
            },
        },
    }


def send_digest(day, send):
    send(day)
