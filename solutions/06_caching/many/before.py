"""A page with fifty names asks the cache fifty times, and is hardly faster than without it.

Under a contest of Arena stand the names of those who took part. Each is taken from the cache, so
most pages send no query. But a question to the cache is a round trip like one to the database: a
page of fifty people makes fifty of them, and when it is new, fifty more and as many queries.

Change names() so that a page asks the cache once, however many people are on it.

Allowed: at most 1 round trip to the cache when it has everybody, and at most 3 when it has not (a
pipeline is one); no query in the first case, and at most 1 in the second, which fetches only the
people that the cache did not have. An answer may be five minutes old, and at most an hour, whoever
else is asked for meanwhile: nothing may stay in the cache for ever. Keep it in Django's default
cache, which all processes share, and not in a variable. What one page has put there serves other
pages with some of the same people. The result stays as it is: a list of the usernames in the order
of `user_ids`, which may be empty and may name a person twice; None in the place of an id that is
nobody's, which is asked for once too.
"""

from django.core.cache import cache

from arena.accounts.models import User

MISSING = object()


def name(user_id):
    key = f"name:{user_id}"
    username = cache.get(key, MISSING)
    if username is MISSING:
        username = User.objects.filter(pk=user_id).values_list("username", flat=True).first()
        cache.set(key, username, timeout=300)
    return username


def names(user_ids):
    # TODO: a round trip for every person. Ask for all of them at once.
    return [name(user_id) for user_id in user_ids]
