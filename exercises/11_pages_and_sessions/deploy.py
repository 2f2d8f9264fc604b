"""After each deployment pages of Arena fail: the new release finds in the cache what the old one
has stored, in another form. An hour later all keys expire together, and the database stands still.

caches(url, release) returns the setting CACHES of a release. Each server calls warm(values) when it
starts; values is a dictionary of keys and values.

Change both.

Rules:
- release: a release reads only what it has stored itself. Its name has letters, digits, dots and
  hyphens.
- servers: all servers of a release share their values.
- both: while two releases run, warm() leaves alone what the other one has stored.
- value: cache.get(key) returns it for at least 45 minutes after warm().
- hour: no key stays for more than an hour.
- spread: of many keys at most a quarter expire within the same minute.
"""

from django.core.cache import cache


def caches(url, release):
    # TODO: a key is the same in every release.
    return {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}}


def warm(values):
    # TODO: all keys expire at the same time.
    cache.set_many(values, timeout=3600)
