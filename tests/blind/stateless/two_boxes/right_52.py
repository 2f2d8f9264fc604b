"""The database remembers the digests, in a table of their own with the day as its key, over a connection outside of any transaction."""

from django.db import connection

LOCK = 20_260_501  # any number that nothing else locks


def settings(env):
    files = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": env["SHARED"]},
    }
    cache = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": [env["CACHE_URL"]],
        "KEY_PREFIX": "arena",
    }
    return {
        "SECRET_KEY": env["SECRET_KEY"],
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",
        "CACHES": {"default": cache},
        "STORAGES": {"default": files},
    }


def first_of(day):
    """Claim the day. The claim is committed when this returns, whatever the caller's transaction does."""
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            # Two CREATE TABLE IF NOT EXISTS at the same time can fail. Closing releases the lock.
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            cursor.execute("CREATE TABLE IF NOT EXISTS arena_digest (day text PRIMARY KEY, sent_at timestamptz DEFAULT now())")
            cursor.execute("INSERT INTO arena_digest (day) VALUES (%s) ON CONFLICT DO NOTHING", [str(day)])
            return cursor.rowcount == 1
    finally:
        own.close()


def send_digest(day, send):
    if first_of(day):
        send(day)
